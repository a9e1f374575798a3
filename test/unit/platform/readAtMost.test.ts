import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAtMost } from "../../../src/platform/readAtMost";

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "secret-router-at-most-"));
  path = join(directory, "file");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("readAtMost", () => {
  it.each([
    ["tells its size", 300_000, 300_000],
    ["tells no size", 300_000, 0],
    ["has grown since it told its size", 300_000, 5],
    ["has shrunk since it told its size", 5, 300_000],
    ["is empty", 0, 0],
  ])("reads the whole of a file that %s", (_what, length, expectedBytes) => {
    const content = Buffer.alloc(length, "made-up");
    writeFileSync(path, content);
    expect(withOpen(path, (fd) => readAtMost(fd, expectedBytes, 300_000))?.equals(content)).toBe(true);
  });

  it.each([0, 299_999, 300_000])("gives up one byte beyond the limit, whatever size was told: %i", (told) => {
    writeFileSync(path, Buffer.alloc(400_000));
    withOpen(path, (fd) => {
      expect(readAtMost(fd, told, 300_000)).toBeUndefined();
      // What was left tells how far it has read.
      expect(readSync(fd, Buffer.alloc(400_000))).toBe(99_999);
    });
  });

  it.runIf(process.platform !== "win32")("ends where a file does not", () => {
    expect(withOpen("/dev/zero", (fd) => readAtMost(fd, 0, 1_000_000))).toBeUndefined();
  });
});

function withOpen<T>(file: string, use: (fd: number) => T): T {
  const fd = openSync(file, "r");
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}
