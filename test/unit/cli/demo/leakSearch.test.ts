import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdsValue, searchLeaks } from "../../../../src/cli/demo/leakSearch";

const value = "postgres://demo:made-up/5f1+c2";

describe("searchLeaks", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "secret-router-leaks-"));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("finds nothing where there is nothing, and counts what it searched", () => {
    mkdirSync(join(folder, "deep"));
    writeFileSync(join(folder, "deep", "a"), value.slice(0, -1));
    writeFileSync(join(folder, "b"), "");
    expect(searchLeaks(folder, [value])).toEqual({ files: 2, leaks: [] });
  });

  it.each([
    ["as it is", value],
    ["as base64 in the middle of a line", `x ${Buffer.from(value).toString("base64")} y`],
    ["as base64url", Buffer.from(value).toString("base64url")],
    ["as hex", Buffer.from(value).toString("hex")],
    ["as part of an address", encodeURIComponent(value)],
    ["between bytes that are no text", Buffer.concat([Buffer.from([0xff, 0, 0x80]), Buffer.from(value)])],
  ])("finds a value %s", (_how, content) => {
    mkdirSync(join(folder, "deep"));
    writeFileSync(join(folder, "deep", "found"), content);
    expect(searchLeaks(folder, ["made-up-other", value]).leaks).toEqual([join("deep", "found")]);
    expect(holdsValue(content.toString("latin1"), [value])).toBe(true);
  });
});
