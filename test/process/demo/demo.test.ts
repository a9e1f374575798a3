import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, cliPath, makeCliHome } from "../../support/cli";
import { until } from "../../support/until";
import { processesIn } from "./demoProcesses";

const escapeCharacter = String.fromCharCode(27);

describe("demo", () => {
  let user: CliHome;
  let temporary: string;
  let env: Record<string, string>;

  beforeEach(() => {
    user = makeCliHome();
    temporary = join(user.home, "tmp");
    mkdirSync(temporary);
    env = { ...user.env, TMPDIR: temporary };
  });

  afterEach(() => user.remove());

  function expectNothingLeft(): void {
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(user.own)).toBe(false);
    expect(processesIn(temporary)).toEqual([]);
  }

  it("keeps every promise, in plain lines of at most 80 columns, and leaves nothing behind", async () => {
    const { code, stdout, stderr } = await user.run(["demo", "--seconds", "8"], { env });
    expect(stderr).toBe("");
    expect(stdout).toContain("All 12 promises held.");
    expect(code).toBe(0);
    expect(stdout).not.toContain(escapeCharacter);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expectNothingLeft();
  });

  it("gives one JSON document with the figures behind each promise", async () => {
    const { code, stdout, stderr } = await user.run(["demo", "--seconds", "8", "--json"], { env });
    expect(stderr).toBe("");
    const report = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(report.ok).toBe(true);
    expect(report.promises).toHaveLength(12);
    const modeOf = (mode: string) => report.modes.find((each: { mode: string }) => each.mode === mode);
    expect(modeOf("shadow")).toMatchObject({ vault: 0, neither: 0, errors: 0 });
    expect(modeOf("dual").vaultPercent).toBeGreaterThan(23);
    expect(modeOf("dual").vaultPercent).toBeLessThan(27);
    expect(modeOf("vault").secrets.map(({ name }: { name: string }) => name)).toEqual([
      "HUGGINGFACE_API_KEY",
      "ANTHROPIC_API_KEY",
      "OPENAI_API_KEY",
      "DATABASE_URL",
    ]);
    // It fetches when something changed and never for a read.
    expect(report.cache.misses).toBeLessThan(60);
    expect(report.cache.hits).toBeGreaterThan(1000);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "ends on %s as that signal says, cleaned up",
    async (signal) => {
      const demo = startDemo();
      await until(() => demo.output().includes("mode dual"), { what: "the demo to run", timeoutMs: 30_000 });
      expect(processesIn(temporary).some(({ commandLine }) => commandLine.includes("demo-server.cjs"))).toBe(
        true,
      );
      demo.child.kill(signal);
      expect(await demo.ended).toEqual({ code: null, signal });
      expect(demo.errors()).toContain("everything that it made is removed");
      expectNothingLeft();
    },
  );

  it("fails when the broker is killed in the middle, says which promises broke, and cleans up", async () => {
    const demo = startDemo();
    await until(() => demo.output().includes("mode dual"), { what: "the demo to run", timeoutMs: 30_000 });
    const broker = processesIn(temporary).find(({ commandLine }) => commandLine.includes(" exec "));
    expect(broker).toBeDefined();
    process.kill(broker?.pid ?? 0, "SIGKILL");
    expect(await demo.ended).toEqual({ code: 1, signal: null });
    expect(demo.errors()).toContain("[DEMO_FAILED]");
    expect(demo.output()).toMatch(/^✗ /m);
    expect(demo.output()).toMatch(/\d+ of 12 promises broke\./);
    await until(() => processesIn(temporary).length === 0, { what: "the server to end" });
    expectNothingLeft();
  });

  it("refuses a time that is too short, and a vault without a token", async () => {
    expect(await user.run(["demo", "--seconds", "4"], { env })).toMatchObject({ code: 2, stdout: "" });
    const { code, stderr } = await user.run(["demo", "--vault-addr", "http://127.0.0.1:1"], { env });
    expect(code).toBe(1);
    expect(stderr).toContain("[VAULT_NOT_LOGGED_IN]");
    expectNothingLeft();
  });

  it("says what is wrong when the vault cannot be reached, and cleans up", async () => {
    const { code, stderr } = await user.run(["demo", "--vault-addr", "http://127.0.0.1:1"], {
      env: { ...env, VAULT_TOKEN: "made-up" },
    });
    expect(code).toBe(1);
    expect(stderr).toContain("[VAULT_UNREACHABLE]");
    expectNothingLeft();
  });

  function startDemo() {
    const child = spawn(process.execPath, [cliPath, "demo", "--seconds", "12"], { cwd: user.project, env });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const ended = new Promise((resolve) => {
      child.once("close", (code, signal) => resolve({ code, signal }));
    });
    return { child, ended, output: () => output, errors: () => errors };
  }
});
