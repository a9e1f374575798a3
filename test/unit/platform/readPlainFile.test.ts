import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageScripts } from "../../../src/extension/launches/packageScripts";
import { readPlainFile } from "../../../src/platform/readPlainFile";
import { until } from "../../support/until";

const isPosix = process.platform !== "win32";
const isLinux = process.platform === "linux";
const refused = expect.objectContaining({ code: "IO" });
let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "secret-router-plain-"));
  path = join(directory, "file");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("readPlainFile", () => {
  it("gives undefined when there is none, or only a link that leads nowhere", () => {
    expect(readPlainFile(path, 10)).toBeUndefined();
    symlinkSync(join(directory, "absent"), path);
    expect(readPlainFile(path, 10)).toBeUndefined();
  });

  it.each([0, 1, 9, 10])("reads %i bytes of the 10 that it may", (length) => {
    writeFileSync(path, Buffer.alloc(length, 7));
    expect(readPlainFile(path, 10)?.content).toEqual(Buffer.alloc(length, 7));
  });

  it("refuses one byte more", () => {
    writeFileSync(path, Buffer.alloc(11));
    expect(() => readPlainFile(path, 10)).toThrow(refused);
    expect(() => readPlainFile(path, 10)).toThrow(`${path} is larger than 10 bytes`);
  });

  it("refuses a folder", () => {
    mkdirSync(path);
    expect(() => readPlainFile(path, 10)).toThrow(refused);
  });
});

describe.runIf(isPosix)("readPlainFile", () => {
  it("tells the file's permissions, through a link too", () => {
    writeFileSync(join(directory, "linked"), "a");
    chmodSync(join(directory, "linked"), 0o640);
    symlinkSync("linked", path);
    expect(readPlainFile(path, 10)).toMatchObject({ mode: 0o640, uid: process.getuid?.() });
  });

  it("refuses a FIFO that nobody writes to, at once", () => {
    execFileSync("mkfifo", [path]);
    expect(() => readPlainFile(path, 10)).toThrow("is not a plain file");
  });

  it("takes nothing from whoever has something to say through a FIFO in its place", async () => {
    execFileSync("mkfifo", [path]);
    const writer = spawn("sh", ["-c", 'echo "EXTRA=said" >"$0"', path]);
    try {
      let looks = 0;
      // The writer waits for a reader from some moment on, which cannot be seen.
      const look = (): boolean => {
        expect(() => readPlainFile(path, 1024)).toThrow("is not a plain file");
        looks += 1;
        return looks === 50;
      };
      await until(look, { what: "the looks" });
      expect(execFileSync("cat", [path], { encoding: "utf8", timeout: 5_000 })).toBe("EXTRA=said\n");
    } finally {
      writer.kill();
    }
  });

  it("refuses a link to a device that never ends", () => {
    symlinkSync("/dev/zero", path);
    expect(() => readPlainFile(path, 10)).toThrow("is not a plain file");
  });
});

describe.runIf(isLinux)("a plain file that tells no size", () => {
  it("is read to its end", () => {
    symlinkSync("/proc/self/cmdline", path);
    const content = readPlainFile(path, 1_000_000)?.content.toString("latin1");
    expect(content?.split("\0")).toContain(process.execPath);
  });

  it.each([10, 70_000, 1_000_000])("is refused with at most %i bytes when it has no end", (maxBytes) => {
    symlinkSync("/proc/self/pagemap", path);
    expect(() => readPlainFile(path, maxBytes)).toThrow(refused);
  });

  it("and has no end stops no launch whose package.json it is", () => {
    symlinkSync("/proc/self/pagemap", join(directory, "package.json"));
    expect(packageScripts(directory)).toEqual({});
  });
});
