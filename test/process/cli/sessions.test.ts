import { type ChildProcess, spawn } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, cliPath, makeCliHome } from "../../support/cli";
import { until } from "../../support/until";

let home: CliHome;
let child: ChildProcess;
let printed = "";

// Prints each change of what it reads, as a server that logs its own state would.
const reader =
  "let last; setInterval(() => { const now = process.env.A_TOKEN; if (now !== last) console.log((last = now)); }, 20)";

beforeEach(async () => {
  home = makeCliHome();
  await home.succeed(["set", "A_TOKEN"], { input: "made-up-vault-61ca" });
  printed = "";
  child = spawn(
    process.execPath,
    [cliPath, "exec", "--mode", "vault", "--", process.execPath, "-e", reader],
    {
      cwd: home.project,
      env: { ...home.env, A_TOKEN: "made-up-env-61ca" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  child.stdout?.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await until(() => last() === "made-up-vault-61ca", { what: "the first value from the vault" });
});

afterEach(async () => {
  if (child.exitCode === null) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }
  home.remove();
});

function last(): string | undefined {
  return printed.trimEnd().split("\n").at(-1);
}

async function status() {
  return JSON.parse((await home.succeed(["status", "--json"])).stdout);
}

describe("with a running session", () => {
  it("status shows it, its process and its reads", async () => {
    const document = await until(
      async () => {
        const found = await status();
        return found.sessions[0]?.status?.hits.vault > 0 ? found : undefined;
      },
      { what: "counted reads" },
    );
    expect(document.sessions).toHaveLength(1);
    expect(document.sessions[0]).toMatchObject({
      pid: child.pid,
      status: { mode: "vault", errors: { total: 0 } },
    });
    expect(document.sessions[0].processes).toHaveLength(1);
    const { stdout } = await home.succeed(["status"]);
    expect(stdout).toMatch(/^PID +PROGRAM +MODE +VAULT +ENV +NONE +ERRORS +LAST READ\n/);
    expect(stdout).toMatch(new RegExp(`\\n${child.pid} +node +vault +\\d+ +0 +0 +0 `));
    expect(JSON.stringify(document) + stdout).not.toContain("61ca");
  });

  it("kill and resume reach the running program", async () => {
    expect((await home.succeed(["kill"])).stdout).toContain(
      "1 running session got the plain environment back",
    );
    await until(() => last() === "made-up-env-61ca", { what: "the environment's value" });
    expect((await home.succeed(["status"])).stdout).toContain("killed");
    expect((await home.succeed(["resume"])).stdout).toContain("1 running session back in mode.");
    await until(() => last() === "made-up-vault-61ca", { what: "the vault's value" });
  });

  it("mode switches the running program", async () => {
    expect((await home.succeed(["mode", "shadow"])).stdout).toContain("1 running session switched.");
    await until(() => last() === "made-up-env-61ca", { what: "the environment's value" });
    await home.succeed(["mode", "dual", "--canary", "100"]);
    await until(() => last() === "made-up-vault-61ca", { what: "the vault's value" });
    expect((await status()).sessions[0].status).toMatchObject({ mode: "dual", canary: 100 });
  });

  it("a new value reaches the running program, and refresh counts", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up-rotated-61ca" });
    await until(() => last() === "made-up-rotated-61ca", { what: "the rotated value" });
    const { code, stdout } = await home.run(["refresh", "A_TOKEN"]);
    expect({ code, row: /\(process \d+\) +1 +0 +0\n/.test(stdout) }).toEqual({ code: 0, row: true });
    expect(stdout).not.toContain("No session routes");
    expect((await home.succeed(["refresh", "B_TOKEN"])).stdout).toContain("No session routes B_TOKEN");
  });

  it("doctor leaves the live session alone", async () => {
    await home.run(["doctor"]);
    expect((await status()).sessions).toHaveLength(1);
    expect(last()).toBe("made-up-vault-61ca");
  });
});

describe("with a program that sets the name itself", () => {
  it("status says so, because no mode reaches it", async () => {
    const code = 'process.env.A_TOKEN = "made-up-own-61ca"; setInterval(() => process.env.A_TOKEN, 20)';
    const writer = spawn(
      process.execPath,
      [cliPath, "exec", "--mode", "vault", "--", process.execPath, "-e", code],
      { cwd: home.project, env: home.env, stdio: ["ignore", "ignore", "inherit"] },
    );
    try {
      const { stdout } = await until(
        async () => {
          const found = await home.succeed(["status"]);
          return found.stdout.includes("set by the program") ? found : undefined;
        },
        { what: "the note on the written name", timeoutMs: 20_000 },
      );
      expect(stdout).toContain(`node (${writer.pid}): A_TOKEN was set by the program itself`);
      expect(stdout).not.toContain(`node (${child.pid}): A_TOKEN was set by the program itself`);
    } finally {
      const ended = new Promise((resolve) => writer.once("exit", resolve));
      writer.kill("SIGTERM");
      await ended;
    }
  });
});

describe("with a program that is not Node", () => {
  it("status says that its secrets are injected, not intercepted", async () => {
    const shell = spawn(
      process.execPath,
      [cliPath, "exec", "--mode", "vault", "--", "sh", "-c", "read line"],
      {
        cwd: home.project,
        env: { ...home.env, A_TOKEN: "made-up-env-61ca" },
        stdio: ["pipe", "ignore", "inherit"],
      },
    );
    try {
      const { stdout } = await until(
        async () => {
          const found = await home.succeed(["status"]);
          return found.stdout.includes("injected") ? found : undefined;
        },
        { what: "the injected session", timeoutMs: 20_000 },
      );
      expect(stdout).toContain(`sh (${shell.pid}): injected, not intercepted: A_TOKEN`);
    } finally {
      const ended = new Promise((resolve) => shell.once("exit", resolve));
      shell.stdin.end("\n");
      await ended;
    }
  });
});
