import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readPrivateFile, writePrivateFile } from "../../../src/platform/privateFile";

const unsafe = expect.objectContaining({ code: "UNSAFE_PERMISSIONS" });
const isPosix = process.platform !== "win32";
let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "secret-router-file-"));
  path = join(directory, "file");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("writePrivateFile", () => {
  it("writes what is read back, text and bytes, and leaves nothing beside it", () => {
    for (const content of ["made-up ä\n", "", Buffer.from([0, 255, 10, 13]), Buffer.alloc(3_000_000, 7)]) {
      writePrivateFile(path, content);
      expect(readPrivateFile(path, 3_000_000)?.equals(Buffer.from(content))).toBe(true);
    }
    expect(readdirSync(directory)).toEqual(["file"]);
  });

  it.runIf(isPosix)("gives the file to its owner alone, whatever the umask", () => {
    const umask = process.umask(0);
    try {
      writePrivateFile(path, "a");
      expect(modeOf(path)).toBe(0o600);
      process.umask(0o777);
      writePrivateFile(path, "b");
      expect(modeOf(path)).toBe(0o600);
      writePrivateFile(path, "c", 0o644);
      expect(modeOf(path)).toBe(0o644);
    } finally {
      process.umask(umask);
    }
  });

  it.runIf(isPosix)("replaces a link, and leaves what it pointed to", () => {
    const victim = join(directory, "victim");
    writeFileSync(victim, "untouched");
    symlinkSync(victim, path);
    writePrivateFile(path, "new");
    expect(lstatSync(path).isSymbolicLink()).toBe(false);
    expect(readFileSync(victim, "utf8")).toBe("untouched");
    linkSync(victim, join(directory, "second"));
    writePrivateFile(join(directory, "second"), "new");
    expect(readFileSync(victim, "utf8")).toBe("untouched");
  });

  it("says what went wrong, and leaves no temporary file", () => {
    mkdirSync(path);
    writeFileSync(join(path, "kept"), "");
    expect(() => writePrivateFile(path, "a")).toThrow(expect.objectContaining({ code: "IO" }));
    expect(() => writePrivateFile(join(directory, "absent", "file"), "a")).toThrow(
      expect.objectContaining({ code: "IO", message: expect.stringContaining("ENOENT") }),
    );
    expect(readdirSync(directory)).toEqual(["file"]);
    expect(existsSync(join(path, "kept"))).toBe(true);
  });

  it("never names the content in an error", () => {
    try {
      writePrivateFile(join(directory, "absent", "file"), "made-up-content");
    } catch (error) {
      expect(JSON.stringify(error) + (error as Error).stack).not.toContain("made-up-content");
    }
    expect.assertions(1);
  });
});

describe("readPrivateFile", () => {
  it("gives undefined when there is none", () => {
    expect(readPrivateFile(path, 10)).toBeUndefined();
    expect(readPrivateFile(join(directory, "absent", "file"), 10)).toBeUndefined();
  });

  it("accepts the largest size and refuses one byte more", () => {
    writePrivateFile(path, "x".repeat(10));
    expect(readPrivateFile(path, 10)?.toString()).toBe("x".repeat(10));
    expect(() => readPrivateFile(path, 9)).toThrow(unsafe);
  });

  it("refuses a folder", () => {
    mkdirSync(path, { mode: 0o700 });
    expect(() => readPrivateFile(path, 10)).toThrow();
  });

  it("says that a folder of the path is none", () => {
    writePrivateFile(path, "a");
    expect(() => readPrivateFile(join(path, "below"), 10)).toThrow(expect.objectContaining({ code: "IO" }));
  });
});

describe.runIf(isPosix)("readPrivateFile with what another user could have made", () => {
  it.each([0o600, 0o400, 0o700])("accepts mode %o", (mode) => {
    writePrivateFile(path, "a", mode);
    expect(readPrivateFile(path, 10)?.toString()).toBe("a");
  });

  it.each([0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666])(
    "refuses mode %o, and tells the fix",
    (mode) => {
      writePrivateFile(path, "a");
      chmodSync(path, mode);
      expect(() => readPrivateFile(path, 10)).toThrow(
        expect.objectContaining({
          code: "UNSAFE_PERMISSIONS",
          nextStep: expect.stringContaining(`chmod 600 "${path}"`),
        }),
      );
    },
  );

  it("refuses a link, to a good file too, and one that leads nowhere", () => {
    const good = join(directory, "good");
    writePrivateFile(good, "a");
    symlinkSync(good, path);
    expect(() => readPrivateFile(path, 10)).toThrow(unsafe);
    rmSync(good);
    expect(() => readPrivateFile(path, 10)).toThrow(unsafe);
  });

  it("refuses a FIFO that nobody writes to, at once", () => {
    execFileSync("mkfifo", ["-m", "600", path]);
    const startedAt = performance.now();
    expect(() => readPrivateFile(path, 10)).toThrow(unsafe);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it("refuses a device that never ends", () => {
    expect(() => readPrivateFile("/dev/zero", 10)).toThrow(unsafe);
  });

  it("refuses another user's file", () => {
    // Only root can give a file away; for everybody else, the system's own files are another user's.
    const isRoot = process.getuid?.() === 0;
    writePrivateFile(path, "a");
    if (isRoot) chownSync(path, 12_345, 12_345);
    expect(() => readPrivateFile(isRoot ? path : "/etc/passwd", 1_000_000)).toThrow(
      "belongs to another user",
    );
  });
});

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}
