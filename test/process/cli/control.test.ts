import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, makeCliHome } from "../../support/cli";

let home: CliHome;
beforeEach(() => {
  home = makeCliHome();
});
afterEach(() => home.remove());

describe("without any session", () => {
  it("status says how to start one", async () => {
    expect((await home.succeed(["status"])).stdout).toBe(
      "No session runs now.\nStart one: secret-router exec -- node server.js\n",
    );
    expect(JSON.parse((await home.succeed(["status", "--json"])).stdout)).toEqual({
      killed: null,
      sessions: [],
    });
    expect(existsSync(home.own)).toBe(false);
  });

  it("kill holds for sessions to come, and resume lifts it", async () => {
    const { stdout } = await home.succeed(["kill", "--reason", "the vault lies"]);
    expect(stdout).toContain("The kill switch is thrown. No session runs now");
    expect(stdout).toContain("secret-router resume");
    expect((await home.succeed(["status"])).stdout).toContain("the vault lies");
    expect(statSync(join(home.own, "state", "control.json")).mode & 0o777).toBe(0o600);
    expect((await home.succeed(["resume"])).stdout).toBe("The kill switch is lifted. No session runs now.\n");
    expect(JSON.parse((await home.succeed(["status", "--json"])).stdout).killed).toBeNull();
  });

  it("refresh has nothing to do", async () => {
    expect((await home.succeed(["refresh"])).stdout).toContain("No session runs now");
    expect((await home.run(["refresh", "not-a-name"])).stderr).toContain("NAME_INVALID");
  });

  it("kill works though the control file is broken", async () => {
    mkdirSync(join(home.own, "state"), { recursive: true, mode: 0o700 });
    writeFileSync(join(home.own, "state", "control.json"), "{ broken", { mode: 0o600 });
    expect((await home.succeed(["status"])).stdout).toContain("The kill switch was thrown");
    await home.succeed(["kill"]);
    await home.succeed(["resume"]);
    expect(JSON.parse((await home.succeed(["status", "--json"])).stdout).killed).toBeNull();
  });

  it("each of them is recorded", async () => {
    for (const args of [["kill"], ["resume"], ["refresh", "A_TOKEN"]]) await home.succeed(args);
    const { entries } = JSON.parse((await home.succeed(["audit", "--json"])).stdout);
    expect(entries.map(({ action }: { action: string }) => action)).toEqual(["kill", "resume", "refresh"]);
  });
});

describe("audit", () => {
  it("is empty at first", async () => {
    expect((await home.succeed(["audit"])).stdout).toContain("The audit log is empty");
    expect((await home.succeed(["audit", "verify"])).stdout).toContain("The audit log is empty");
  });

  it("shows the newest entries, the oldest of them first", async () => {
    for (const args of [["kill"], ["resume"], ["kill"]]) await home.succeed(args);
    const { stdout } = await home.succeed(["audit", "tail", "--lines", "2"]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(3);
    expect(stdout).toMatch(/resume[\s\S]+kill/);
  });

  it.each([
    ["changed", (lines: string[]) => lines.map((line) => line.replace('"kill"', '"set"')), /line 1/],
    ["removed", (lines: string[]) => lines.filter((_, index) => index !== 1), /line 2/],
    ["cut off", (lines: string[]) => lines.slice(0, 2), /line 3/],
    ["swapped", ([a = "", b = "", c = ""]: string[]) => [b, a, c], /line 1/],
  ])("verify names the first line that was %s", async (_what, tamper, expected) => {
    for (const args of [["kill"], ["resume"], ["refresh"]]) await home.succeed(args);
    expect((await home.succeed(["audit", "verify"])).stdout).toBe(
      "The audit log is whole: entries 1 to 3.\n",
    );
    const path = join(home.own, "state", "audit.jsonl");
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    writeFileSync(path, `${tamper(lines).join("\n")}\n`);
    const { code, stdout } = await home.run(["audit", "verify"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^The audit log is broken: audit\.jsonl, /);
    expect(stdout.split("\n")[0]).toMatch(expected);
    const document = JSON.parse((await home.run(["audit", "verify", "--json"])).stdout);
    expect(document).toMatchObject({ ok: false, broken: { file: "audit.jsonl" } });
    expect((await home.run(["doctor"])).code).toBe(1);
  });

  it("does what it records even when the log cannot be written, and says so", async () => {
    await home.succeed(["kill"]);
    const path = join(home.own, "state", "audit.jsonl");
    const { rmSync } = await import("node:fs");
    rmSync(path);
    mkdirSync(path);
    const { code, stdout, stderr } = await home.run(["resume"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "The kill switch is lifted. No session runs now.\n",
    });
    expect(stderr).toMatch(/^secret-router: .+\[[A-Z_]+\]\n {2}\S/);
  });
});
