import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { processList, watchArguments } from "../../support/leak/argumentWatch";
import { LeakHunt } from "../../support/leak/leakHunt";
import { core, makeUpSecrets } from "../../support/leak/madeUpSecrets";

const values: Readonly<Record<string, string>> = makeUpSecrets();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-router-control-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const encodings: Readonly<Record<string, (value: string) => string | Buffer>> = {
  "as it is": (value) => value,
  "as base64": (value) => Buffer.from(value).toString("base64"),
  "as base64url": (value) => Buffer.from(value).toString("base64url"),
  "as base64 behind a user's name": (value) => Buffer.from(`user:${value}`).toString("base64"),
  "as base64 behind one byte and before others": (value) => Buffer.from(`x${value}yz`).toString("base64"),
  "as hex": (value) => Buffer.from(value).toString("hex"),
  "as upper-case hex": (value) => Buffer.from(value).toString("hex").toUpperCase(),
  "as a part of an address": (value) => encodeURIComponent(value),
  "as a form": (value) => new URLSearchParams({ q: value }).toString(),
  "as JSON": (value) => JSON.stringify({ value }),
  "cut at its end": (value) => value.slice(0, -2),
  "between bytes that are no text": (value) => Buffer.concat([Buffer.from([0xff, 0]), Buffer.from(value)]),
};

describe.each(Object.keys(values))("a planted leak of the %s secret", (name) => {
  const value = values[name] ?? "";

  test.each(Object.entries(encodings))("is found in a file %s", (_, encode) => {
    const hunt = new LeakHunt(values);
    mkdirSync(join(folder, "deep"));
    const planted = Buffer.from(encode(value) as string);
    writeFileSync(
      join(folder, "deep", "file"),
      Buffer.concat([Buffer.from("before "), planted, Buffer.from(" after")]),
    );
    hunt.searchFolder(folder);
    expect(hunt.leaks).toContainEqual(expect.objectContaining({ secret: name, where: "deep/file" }));
  });
});

test("nothing is found where nothing is", () => {
  const hunt = new LeakHunt(values);
  writeFileSync(join(folder, "file"), JSON.stringify(makeUpSecrets()));
  hunt.searchFolder(folder);
  expect({ leaks: hunt.leaks, searched: hunt.searched }).toEqual({ leaks: [], searched: 2 });
});

test("a secret in the name of a file is found", () => {
  const hunt = new LeakHunt({ plain: `made-up-${core()}` });
  hunt.add(values);
  writeFileSync(join(folder, String(values["plain"])), "");
  hunt.searchFolder(folder);
  expect(hunt.leaks.map(({ secret }) => secret)).toContain("plain");
});

test.skipIf(processList.path === undefined)(
  "a secret among the arguments of a process is found",
  async () => {
    const hunt = new LeakHunt(values);
    const stop = watchArguments(hunt);
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 100)", String(values["url"])]);
    await once(child, "exit");
    stop();
    expect(hunt.leaks).toContainEqual({ secret: "url", form: "form 0", where: "arguments of a process" });
  },
);
