import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { putConfigurationBack } from "../../../src/platform/putConfigurationBack";
import { rewriteConfigurationFile } from "../../../src/platform/rewriteConfigurationFile";

const original = '\ufeff{ "mode": "off" } // ours\r\n';
const toVault = (text: string): string => text.replace('"off"', '"vault"');
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-router-back-"));
  file = join(folder, "secret-router.json");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("putConfigurationBack", () => {
  it("gives a file its bytes back", () => {
    writeFileSync(file, original);
    expect(putConfigurationBack(rewriteConfigurationFile(file, toVault))).toBe(true);
    expect(readFileSync(file, "utf8")).toBe(original);
  });

  it("removes one that was made", () => {
    expect(putConfigurationBack(rewriteConfigurationFile(file, () => "{}"))).toBe(true);
    expect(existsSync(file)).toBe(false);
  });

  it("leaves one that was changed or removed since", () => {
    writeFileSync(file, original);
    const rewriting = rewriteConfigurationFile(file, toVault);
    writeFileSync(file, "{}");
    expect(putConfigurationBack(rewriting)).toBe(false);
    expect(readFileSync(file, "utf8")).toBe("{}");
    rmSync(file);
    expect(putConfigurationBack(rewriting)).toBe(false);
    expect(existsSync(file)).toBe(false);
  });

  it.runIf(process.platform !== "win32")("waits for no FIFO in its place", () => {
    writeFileSync(file, original);
    const rewriting = rewriteConfigurationFile(file, toVault);
    rmSync(file);
    execFileSync("mkfifo", [file]);
    expect(putConfigurationBack(rewriting)).toBe(false);
    expect(lstatSync(file).isFIFO()).toBe(true);
  });
});
