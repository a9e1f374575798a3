import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RouterError } from "../../../src/core/routerError";
import { ensurePrivateDirectory, privateDirectoryProblem } from "../../../src/platform/privateDirectory";

const unsafe = expect.objectContaining({ code: "UNSAFE_PERMISSIONS" });
let parent: string;
let path: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "secret-router-directory-"));
  path = join(parent, "a", "b");
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe.runIf(process.platform !== "win32")("a private directory", () => {
  it("is made with its parents for its owner alone, and again without complaint", () => {
    const umask = process.umask(0);
    try {
      ensurePrivateDirectory(path);
    } finally {
      process.umask(umask);
    }
    ensurePrivateDirectory(path);
    for (const made of [join(parent, "a"), path]) expect(statSync(made).mode & 0o777).toBe(0o700);
    expect(privateDirectoryProblem(path)).toBeUndefined();
  });

  it.each([0o755, 0o750, 0o701, 0o720, 0o777])("is refused at mode %o", (mode) => {
    mkdirSync(path, { recursive: true });
    chmodSync(path, mode);
    expect(() => ensurePrivateDirectory(path)).toThrow(unsafe);
    expect(privateDirectoryProblem(path)).toBe("can be entered by other users");
  });

  it("is refused as a link, a file, or another user's", () => {
    mkdirSync(join(parent, "a"), { mode: 0o700 });
    symlinkSync(join(parent, "a"), path);
    expect(() => ensurePrivateDirectory(path)).toThrow(unsafe);
    rmSync(path);
    writeFileSync(path, "");
    expect(() => ensurePrivateDirectory(path)).toThrow(RouterError);
    expect(privateDirectoryProblem(path)).toBe("is not a folder");
    rmSync(path);
    expect(privateDirectoryProblem(path)).toBe("does not exist");
    // Only root can give a folder away; for everybody else, the system's own are another user's.
    const isRoot = process.getuid?.() === 0;
    mkdirSync(path, { mode: 0o700 });
    if (isRoot) chownSync(path, 12_345, 12_345);
    expect(() => ensurePrivateDirectory(isRoot ? path : "/etc")).toThrow("belongs to another user");
  });
});
