import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";

/** Runs `test/run.mjs` on one of the fixtures, as `npm test` does on the tests. */
function runFixture(names: string, environment: Readonly<Record<string, string>> = {}) {
  const config = "test/fixtures/runner/vitest.config.mts";
  const { CI: _ci, SECRET_ROUTER_TEST_JOURNAL: _journal, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["test/run.mjs", "--config", config, ...names.split(" ")],
    {
      encoding: "utf8",
      env: { ...inherited, NO_COLOR: "1", ...environment },
    },
  );
  const lines = stdout.trimEnd().split("\n");
  return { status, output: stdout + stderr, last: lines.at(-1) };
}

describe("the test runner", () => {
  it("ends with the counts and exit code 0 when all pass", () => {
    expect(runFixture("passes")).toMatchObject({ status: 0, last: "1 passed, 0 failed, 0 skipped" });
  });

  it("shows a failure's detail and counts a failing hook as one", () => {
    const { status, output, last } = runFixture("fails");
    expect({ status, last }).toEqual({ status: 1, last: "1 passed, 2 failed, 1 skipped" });
    expect(output).toContain("fails.case.ts > fails on purpose");
    expect(output).toMatch(/Expected: +"made-up-right"/);
    expect(output).toContain("The hook fails on purpose.");
  });

  it("says for each skip how many and why, and passes", () => {
    const { status, output, last } = runFixture("skips");
    expect({ status, last }).toEqual({ status: 0, last: "1 passed, 0 failed, 3 skipped" });
    expect(output).toContain("Skipped 2 tests in test/fixtures/runner/skips.case.ts: a block for want of");
    expect(output).toContain("This machine has no moon.");
  });

  it("fails on a skip when CI is set", () => {
    const { status, output, last } = runFixture("skips", { CI: "true" });
    expect({ status, last }).toEqual({ status: 1, last: "1 passed, 1 failed, 3 skipped" });
    expect(output).toContain("With CI set, a skip is a failure");
  });

  it("fails when no test ran", () => {
    expect(runFixture("absent")).toMatchObject({ status: 1, last: "0 passed, 1 failed, 0 skipped" });
  });

  it("fails on a forgotten only", () => {
    expect(runFixture("only").status).toBe(1);
  });

  it("fails on an unhandled rejection behind a passing test", () => {
    const { status, output, last } = runFixture("unhandled");
    expect({ status, last }).toEqual({ status: 1, last: "1 passed, 1 failed, 0 skipped" });
    expect(output).toContain("Nobody awaits this.");
  });

  describe("with a person in an editor", () => {
    let scratch: string;
    beforeEach(() => {
      scratch = mkdtempSync(join(tmpdir(), "secret-router-stall-"));
      return () => rmSync(scratch, { recursive: true, force: true });
    });
    const stall = (name: string, mode = "once") =>
      runFixture(name, { SECRET_ROUTER_TEST_SCRATCH: scratch, SECRET_ROUTER_TEST_STALL: mode, CI: "true" });

    it("runs a file again in which the editor took nothing from its person, and says so", () => {
      const { status, output, last } = stall("stalls1");
      expect({ status, last }).toEqual({ status: 0, last: "1 passed, 0 failed, 0 skipped" });
      expect(output).toContain("The editor was not moved. Waited 50 ms in vain for a made-up click.");
      expect(output).toContain("Passed only when run again: test/fixtures/runner/stalls1.case.ts");
    });

    it("runs two such files again, and keeps what the others came to", () => {
      const { status, last } = stall("stalls1 stalls2 passes");
      expect({ status, last }).toEqual({ status: 0, last: "3 passed, 0 failed, 0 skipped" });
    });

    it.each([
      ["three such files", "stalls", "once", "0 passed, 3 failed, 0 skipped"],
      ["another failure beside it", "stalls1 fails", "once", "1 passed, 3 failed, 1 skipped"],
      [
        "files left out after the first failure",
        "stalls1 stalls2 --bail=1 --maxWorkers=1",
        "once",
        "0 passed, 1 failed, 0 skipped",
      ],
      ["something wrong", "stalls1", "something wrong", "0 passed, 1 failed, 0 skipped"],
      ["something wrong besides", "stalls1", "something wrong besides", "0 passed, 1 failed, 0 skipped"],
      ["a promise unkept", "stalls1", "a promise unkept", "0 passed, 1 failed, 0 skipped"],
      ["a rejection", "stalls1", "a rejection that nobody awaits", "0 passed, 2 failed, 0 skipped"],
      ["no person", "stalls1", "no person", "0 passed, 1 failed, 0 skipped"],
    ])("runs none again that can not pass then: %s", (_, files, mode, counts) => {
      const { status, output, last } = stall(files, mode);
      expect({ status, last }).toEqual({ status: 1, last: counts });
      expect(output).not.toContain("Run again");
    });

    it.each(["nothing new", "a skip"])("keeps the failure where the second run comes to %s", (mode) => {
      const { status, output, last } = stall("stalls1", mode);
      expect({ status, last }).toEqual({ status: 1, last: "0 passed, 1 failed, 0 skipped" });
      expect(output).toContain("Run again");
      expect(output).not.toContain("Passed only when run again");
    });

    it("keeps the failure of a file that the second run does not find", () => {
      const { status, last } = stall("stalls --shard=1/2");
      expect({ status, last }).toEqual({ status: 1, last: "1 passed, 1 failed, 0 skipped" });
    });

    it("is given the files of the editor's project only", () => {
      const only = "test/vscode/person.test.ts";
      const list = spawnSync("npx", ["vitest", "list", "--filesOnly"], {
        encoding: "utf8",
        env: { ...process.env, SECRET_ROUTER_TEST_ONLY: only, NO_COLOR: "1" },
      });
      expect(list.stdout.trim().split("\n")).toEqual([`[vscode] ${only}`]);
    });
  });

  it("fails when the runner itself dies, and names what it was at", () => {
    const { status, output, last } = runFixture("crashes");
    expect({ status, last }).toEqual({ status: 1, last: "0 passed, 1 failed, 0 skipped" });
    expect(output).toContain("The runner ended early (SIGKILL).");
    expect(output).toContain("Still running: test/fixtures/runner/crashes.case.ts");
  });

  it("ends a hang at its deadline and names it", () => {
    const { status, output } = runFixture("hangs", { SECRET_ROUTER_TEST_TIMEOUT_MS: "8000" });
    expect(status).toBe(1);
    expect(output).toContain("Still running: test/fixtures/runner/hangs.case.ts");
  });

  it("fails when a worker dies, and counts the tests that it took along", () => {
    const { status, output, last } = runFixture("worker");
    expect({ status, last }).toEqual({ status: 1, last: "0 passed, 3 failed, 0 skipped" });
    expect(output).toContain("Failed: test/fixtures/runner/worker.case.ts > never runs");
  });

  it("fails when a file cannot be loaded", () => {
    const { status, output, last } = runFixture("broken");
    expect({ status, last }).toEqual({ status: 1, last: "0 passed, 1 failed, 0 skipped" });
    expect(output).toContain("This file cannot be loaded.");
  });

  it("fails when a test writes into the user's own folders", () => {
    const home = mkdtempSync(join(tmpdir(), "secret-router-home-"));
    const { status, output } = runFixture("home", { HOME: home, USERPROFILE: home });
    rmSync(home, { recursive: true, force: true });
    expect(status).toBe(1);
    expect(output).toContain("A test wrote to the real home");
  });

  it("keeps the developer's own vault and session from the tests", () => {
    expect(runFixture("hermetic", { VAULT_TOKEN: "made-up-token", BAO_ADDR: "made-up" })).toMatchObject({
      status: 0,
    });
  });
});
