import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findConfiguration } from "../../../src/platform/findConfiguration";

let top: string;
let deep: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "secret-router-find-")));
  deep = join(top, "home", "repository", "packages", "one");
  mkdirSync(deep, { recursive: true });
  vi.stubEnv("HOME", join(top, "home"));
  vi.stubEnv("USERPROFILE", join(top, "home"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(top, { recursive: true, force: true });
});

describe("findConfiguration", () => {
  it("finds the nearest file at or above the folder", () => {
    expect(findConfiguration(deep)).toBeUndefined();
    const outer = write("home", "repository");
    expect(findConfiguration(deep)).toBe(outer);
    const inner = write("home", "repository", "packages", "one");
    expect(findConfiguration(deep)).toBe(inner);
    expect(findConfiguration(join(top, "home", "repository", "packages"))).toBe(outer);
  });

  it("looks into a repository's root and not beyond it", () => {
    write("home");
    mkdirSync(join(top, "home", "repository", ".git"));
    expect(findConfiguration(deep)).toBeUndefined();
    expect(findConfiguration(join(top, "home", "repository"))).toBeUndefined();
    const atRoot = write("home", "repository");
    expect(findConfiguration(deep)).toBe(atRoot);
  });

  it("knows the root of a worktree, whose .git is a file", () => {
    write("home");
    writeFileSync(join(top, "home", "repository", ".git"), "gitdir: /elsewhere\n");
    expect(findConfiguration(deep)).toBeUndefined();
  });

  it("looks into the home folder and not beyond it", () => {
    write();
    expect(findConfiguration(deep)).toBeUndefined();
    const atHome = write("home");
    expect(findConfiguration(deep)).toBe(atHome);
  });

  it.skipIf(process.getuid?.() !== 0)("leaves alone what another user has put above the folder", () => {
    const stranger = 12_345;
    const outer = write("home", "repository");
    chownSync(outer, stranger, stranger);
    expect(findConfiguration(deep)).toBeUndefined();
    expect(findConfiguration(join(top, "home", "repository"))).toBe(outer);
    chownSync(deep, stranger, stranger);
    expect(findConfiguration(deep)).toBe(outer);
  });

  it("ends at the file system's root for a folder outside the home", () => {
    expect(findConfiguration("/")).toBeUndefined();
    expect(findConfiguration(join(top, "absent", "too"))).toBeUndefined();
  });

  it("passes by a link that leads nowhere", () => {
    const outer = write("home", "repository");
    symlinkSync(join(top, "absent"), join(deep, "secret-router.json"));
    expect(findConfiguration(deep)).toBe(outer);
  });
});

function write(...below: readonly string[]): string {
  const path = join(top, ...below, "secret-router.json");
  writeFileSync(path, "{}");
  return path;
}
