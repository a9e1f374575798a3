import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeBinary } from "../../support/capabilities";
import { type CliHome, cliPath, makeCliHome } from "../../support/cli";

let home: CliHome;
beforeAll(() => {
  home = makeCliHome();
});
afterAll(() => home.remove());

function run(major: number, args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(nodeBinary(major).path ?? "", [cliPath, ...args], {
    cwd: home.project,
    env: { ...home.env },
    encoding: "utf8",
    input,
  });
  return { status, stdout, stderr };
}

describe.each([18, 20, 22, 24, 26])("on Node %i", (major) => {
  it.skipIf(nodeBinary(major).path === undefined)("commands work", () => {
    expect(run(major, ["set", `N${major}_TOKEN`], "made-up-node")).toMatchObject({ status: 0, stderr: "" });
    expect(run(major, ["get", `N${major}_TOKEN`, "--reveal"]).stdout).toBe("made-up-node");
    expect(run(major, ["resolve"])).toMatchObject({ status: 0, stderr: "" });
    expect(run(major, ["doctor"])).toMatchObject({ status: 0, stderr: "" });
    expect(run(major, ["lsit"]).status).toBe(2);
  });
});

describe.each([14, 16])("on Node %i", (major) => {
  it.skipIf(nodeBinary(major).path === undefined)("commands say that it is too old", () => {
    const { status, stdout, stderr } = run(major, ["list"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      /^secret-router: Node \d+\.\d+\.\d+ is too old\. \[NODE_TOO_OLD\]\n {2}Use Node 18 or later/,
    );
  });
});
