import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellWord } from "../../../src/platform/shellWord";

describe.skipIf(process.platform === "win32")("a path in a command to copy", () => {
  it.each(["/home/me/.env", "a/b-c_d.env.local", "v1.2/x@y+z=1,2:3"])("leaves %s as it is", (path) => {
    expect(shellWord(path)).toBe(path);
  });

  it.each(["/my folder/.env", "it's", "$HOME/.env", "a;b", "a\\b", '"x"', "`id`", "ä ü", "", "~/x", "*"])(
    "gives %j back through a shell",
    (path) => {
      expect(execFileSync("/bin/sh", ["-c", `printf %s ${shellWord(path)}`], { encoding: "utf8" })).toBe(
        path,
      );
    },
  );
});
