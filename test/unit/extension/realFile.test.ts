import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { realFile } from "../../../src/extension/commands/realFile";

let top: string;
let workspace: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "secret-router-real-")));
  workspace = join(top, "workspace");
  mkdirSync(join(workspace, "packages", "app"), { recursive: true });
  writeFileSync(join(workspace, ".env"), "");
  writeFileSync(join(top, "credentials"), "");
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

describe("realFile", () => {
  it("of a file of the workspace is that file", () => {
    const named = join(workspace, ".env");
    expect(realFile(named, [workspace])).toEqual({ path: named, inWorkspace: named, isElsewhere: false });
  });

  it("of a link within the workspace is the other file of it", () => {
    const named = join(workspace, "packages", "app", ".env");
    symlinkSync("../../.env", named);
    const file = join(workspace, ".env");
    expect(realFile(named, [workspace])).toEqual({ path: file, inWorkspace: file, isElsewhere: true });
  });

  it.each([
    ["a link", () => symlinkSync("../credentials", join(workspace, ".env.link")), ".env.link"],
    [
      "a link over another",
      () => {
        symlinkSync("inner", join(workspace, ".env.link"));
        symlinkSync("../credentials", join(workspace, "inner"));
      },
      ".env.link",
    ],
    ["a folder that is a link", () => symlinkSync("..", join(workspace, "up")), join("up", "credentials")],
  ])("of %s that leads out of the workspace is outside of it", (_what, make, name) => {
    make();
    const path = join(top, "credentials");
    expect(realFile(join(workspace, name), [workspace])).toEqual({
      path,
      inWorkspace: undefined,
      isElsewhere: true,
    });
  });

  it("of a file that somebody has looked for outside the workspace is that file", () => {
    const path = join(top, "credentials");
    expect(realFile(path, [workspace])).toEqual({ path, inWorkspace: undefined, isElsewhere: false });
  });

  it("takes no notice of a workspace folder that is itself reached by a link, or is gone", () => {
    const link = join(top, "link");
    symlinkSync("workspace", link);
    const named = join(link, ".env");
    expect(realFile(named, [join(top, "gone", "too"), link])).toEqual({
      path: join(workspace, ".env"),
      inWorkspace: named,
      isElsewhere: false,
    });
  });

  it("refuses a link that leads in a circle", () => {
    symlinkSync(".env.b", join(workspace, ".env.a"));
    symlinkSync(".env.a", join(workspace, ".env.b"));
    expect(() => realFile(join(workspace, ".env.a"), [workspace])).toThrow(
      expect.objectContaining({ code: "IO" }),
    );
  });
});
