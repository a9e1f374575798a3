import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isWithin, projectRoot } from "../../../src/platform/projectRoot";

let home: string;
let repository: string;
let deep: string;

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "secret-router-root-")));
  repository = join(home, "work", "repository");
  deep = join(repository, "packages", "one");
  mkdirSync(deep, { recursive: true });
  vi.stubEnv("HOME", home);
  vi.stubEnv("USERPROFILE", home);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

describe("projectRoot", () => {
  it("is the repository's, also of a worktree, whose .git is a file", () => {
    mkdirSync(join(repository, ".git"));
    expect([projectRoot(deep), projectRoot(repository)]).toEqual([repository, repository]);
    writeFileSync(join(deep, ".git"), "gitdir: /elsewhere\n");
    expect(projectRoot(deep)).toBe(deep);
  });

  it("is the folder itself where there is no repository", () => {
    expect([projectRoot(deep), projectRoot(repository), projectRoot(home)]).toEqual([deep, repository, home]);
    expect(projectRoot("/")).toBe("/");
  });

  it("is not a home folder that is a repository, but for files of its own", () => {
    mkdirSync(join(home, ".git"));
    expect([projectRoot(deep), projectRoot(home)]).toEqual([deep, home]);
  });
});

describe("isWithin", () => {
  it.each([
    ["/a/b", "/a", true],
    ["/a", "/a", true],
    ["/a/..b", "/a", true],
    ["/ab", "/a", false],
    ["/", "/a", false],
    ["/a", "/", true],
    ["/b/a", "/a", false],
  ])("of %s and %s is %s", (path, folder, expected) => {
    expect(isWithin(path, folder)).toBe(expected);
  });
});
