import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cliPath, type ExecHome, makeExecHome } from "../../support/exec/execHome";
import { runNode } from "../../support/preload/runNode";
import { until } from "../../support/until";

let at: ExecHome;
beforeEach(async () => {
  at = makeExecHome();
  await at.store({ APP_TOKEN: "made-up-vault" });
});
afterEach(() => at.remove());

const counter = `
  let count = 0;
  setInterval(() => console.log(process.pid, ++count, process.env.APP_TOKEN), 20);`;

test("a program whose exec was killed outright goes on, and the next start clears up behind it", async () => {
  const child = at.start(["exec", "--mode", "vault", "--", "node", "-e", counter], {
    env: { APP_TOKEN: "made-up-env" },
  });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const last = () => {
    const [, pid, count, value] = /(\d+) (\d+) (\S+)\n$/.exec(output) ?? [];
    return { pid: Number(pid), count: Number(count), value };
  };
  await until(() => last().value === "made-up-vault", { what: "the vault's value", timeoutMs: 20_000 });
  const run = join(at.home, "router", "run");
  const [session = ""] = readdirSync(run);
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
  const countAtDeath = last().count;
  await until(() => last().count > countAtDeath + 20, { what: "the program to go on" });
  expect(["made-up-vault", "made-up-env"]).toContain(last().value);

  await at.run(["exec", "--mode", "vault", "--", "node", "-e", "setTimeout(() => {}, 1000)"]);
  expect(existsSync(join(run, session))).toBe(false);
  expect(readdirSync(join(at.home, "router", "state", "sessions"))).toEqual([]);
  await until(() => last().value === "made-up-env", { what: "the environment's value" });
  const closed = once(child, "close");
  process.kill(last().pid);
  await closed;
});

test("a standard error that nobody reads any more harms neither exec nor the program", async () => {
  at.configure({ mode: "vault", secrets: { APP_TOKEN: "op://made/up/field" } });
  const program =
    "setTimeout(() => { process.stdout.write(String(process.env.APP_TOKEN)); process.exit(7); }, 1500)";
  const child = at.start(["exec", "--", "node", "-e", program], { env: { APP_TOKEN: "made-up-env" } });
  child.stderr?.destroy();
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code] = await once(child, "close");
  expect({ code, output }).toEqual({ code: 7, output: "made-up-env" });
});

test("a standard error that is closed before exec starts harms neither", async () => {
  at.configure("{ broken");
  const child = at.start(["exec", "--", "node", "-e", "process.exit(7)"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr?.destroy();
  expect((await once(child, "exit"))[0]).toBe(7);
});

test("a parent that ends in the middle of messages harms neither exec nor the program", async () => {
  const done = join(at.home, "done");
  const program = `
    process.on("disconnect", () => setTimeout(() => {
      require("fs").appendFileSync(${JSON.stringify(done)}, "7");
      process.exit(7);
    }, 50));
    const message = { text: "x".repeat(2000) };
    setInterval(() => {
      for (let count = 0; count < 20; count++) process.connected && process.send(message, () => {});
    }, 1);`;
  // The parent really ends: a disconnect in the middle of a message waits inside Node for the next one.
  const parent = `
    const { spawn } = require("child_process");
    const args = [${JSON.stringify(cliPath)}, "exec", "--", "node", "-e", ${JSON.stringify(program)}];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    child.once("message", () => process.exit());`;
  for (let attempt = 1; attempt <= 5; attempt++) {
    // It resolves when exec and the program, which hold standard error too, have ended.
    const { stderr } = await runNode(process.execPath, ["-e", parent], { env: at.env, cwd: at.project });
    expect(stderr).toBe("");
    expect(readFileSync(done, "utf8")).toBe("7".repeat(attempt));
  }
});
