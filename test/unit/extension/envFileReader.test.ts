import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { envFileReader } from "../../../src/extension/mcp/envFileReader";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-router-env-reader-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("envFileReader", () => {
  it("reads a file once, by whatever path it is named", () => {
    const file = join(folder, "a.env");
    writeFileSync(file, "A=1\nB=2\nA=3\n");
    symlinkSync("a.env", join(folder, "b.env"));
    const read = envFileReader();
    const first = read(file);
    expect(first).toEqual(
      new Map([
        ["A", "3"],
        ["B", "2"],
      ]),
    );
    writeFileSync(file, "A=4\n");
    for (const path of [file, join(folder, "b.env"), `${folder}/./a.env`]) expect(read(path)).toBe(first);
    expect(envFileReader()(file)).toEqual(new Map([["A", "4"]]));
  });

  it("gives undefined for what is not there or no file", () => {
    mkdirSync(join(folder, "a.env"));
    const read = envFileReader();
    expect([read(join(folder, "a.env")), read(join(folder, "absent.env"))]).toEqual([undefined, undefined]);
  });

  it("reads 1 MiB of all files together, and no byte more", () => {
    const [first, second, third] = ["1.env", "2.env", "3.env"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(first, `A=${"a".repeat(768 * 1024 - 2)}`);
    writeFileSync(second, `B=${"b".repeat(256 * 1024 - 1)}`);
    writeFileSync(third, `C=${"c".repeat(256 * 1024 - 2)}`);
    const read = envFileReader();
    expect([first, second, third].map((path) => read(path)?.size)).toEqual([1, undefined, 1]);
    writeFileSync(second, "B=");
    expect(envFileReader()(second)?.size).toBe(1);
  });
});
