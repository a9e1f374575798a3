import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { python, shells } from "../../support/capabilities";
import { cliPath, type ExecHome, makeExecHome, programsDirectory } from "../../support/exec/execHome";
import { type PtyStep, runOnPty } from "../../support/pty";

const untilSignal = join(programsDirectory, "untilSignal.cjs");
const passphrase = "made-up passphrase 93ab";
const ctrlC = "\x03";
const ctrlZ = "\x1a";

function onTerminal(
  at: ExecHome,
  argv: readonly string[],
  steps: readonly PtyStep[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  return runOnPty(argv, { cwd: at.project, env: { ...at.env, ...env }, steps, columns: 200, seconds: 40 });
}

function exec(...args: readonly string[]): readonly string[] {
  return [process.execPath, cliPath, "exec", ...args];
}

describe.skipIf(python.path === undefined)("exec on a terminal", () => {
  let at: ExecHome;
  beforeEach(() => {
    at = makeExecHome();
  });
  afterEach(() => at.remove());

  test("Ctrl-C reaches the program once", async () => {
    const { code, screen } = await onTerminal(at, exec("--", "node", untilSignal), [
      { after: "ready", type: ctrlC },
    ]);
    expect({ code, signals: screen.match(/SIG[A-Z]+ \d/g) }).toEqual({ code: 42, signals: ["SIGINT 1"] });
  });

  test("Ctrl-C ends a program that does not mind it, and gives 130", async () => {
    const program = "console.log('ready'); setInterval(() => {}, 1000)";
    const { code } = await onTerminal(at, exec("--", "node", "-e", program), [
      { after: "ready", type: ctrlC },
    ]);
    expect(code).toBe(130);
  });

  test("Ctrl-C is not followed by our own end while the program goes on", async () => {
    const { code, screen } = await onTerminal(at, exec("--", "node", untilSignal, "ignore"), [
      { after: "ready", type: ctrlC },
      { after: "SIGINT 1", type: ctrlC },
      { after: "SIGINT 2", type: "\x1c" },
    ]);
    expect({ code, signals: screen.match(/SIG[A-Z]+ \d/g) }).toEqual({
      code: 131,
      signals: ["SIGINT 1", "SIGINT 2"],
    });
  });

  test.skipIf(shells.bash.path === undefined)("Ctrl-Z stops it and fg brings it back", async () => {
    const line = exec("--", "node", join(programsDirectory, "tickUntilSignal.cjs"))
      .map((word) => `'${word}'`)
      .join(" ");
    const { screen } = await onTerminal(
      at,
      [String(shells.bash.path), "--norc", "--noprofile", "-i"],
      [
        { after: "go> ", type: `${line}\r` },
        { after: "tick\r\n", type: ctrlZ },
        // The end of bash's own line about the stopped job, and its prompt behind it.
        { after: "tickUntilSignal.cjs'\r\ngo> ", type: "fg\r" },
        { after: "tick\r\n", type: ctrlC },
        { after: "SIGINT 1", type: "echo code=$?\r" },
        { after: "code=42", type: "exit\r" },
      ],
      { PS1: "go> " },
    );
    expect(screen).toContain("SIGINT 1");
    expect(screen).not.toContain("SIGINT 2");
    expect(screen).toContain("code=42");
  });

  test("the program reads from the terminal as without us", async () => {
    const program = `process.stdout.write("name? ");
      process.stdin.once("data", (line) => { console.log("hello " + line.toString().trim(), process.stdout.isTTY); process.exit(5); });`;
    const { code, screen } = await onTerminal(at, exec("--", "node", "-e", program), [
      { after: "name? ", type: "made-up\r" },
    ]);
    expect(code).toBe(5);
    expect(screen).toContain("hello made-up true");
  });
});

describe.skipIf(python.path === undefined)("exec over a store with a passphrase", () => {
  let at: ExecHome;
  const question = "Passphrase of the store (not shown): ";
  const right = { after: question, type: `${passphrase}\r` };
  const program = `console.log("value " + process.env.APP_TOKEN); process.exit(7)`;
  const env = { APP_TOKEN: "made-up-env" };

  beforeAll(async () => {
    at = makeExecHome();
    await at.store({ APP_TOKEN: "made-up-vault" });
    const { code } = await onTerminal(
      at,
      [process.execPath, cliPath, "passphrase"],
      [
        { after: "New passphrase (not shown): ", type: `${passphrase}\r` },
        { after: "Once more: ", type: `${passphrase}\r` },
      ],
    );
    expect(code).toBe(0);
  });
  afterAll(() => at.remove());

  test("asks before the program starts, and hands the terminal over", async () => {
    const asking = `process.stdout.write("name? ");
      process.stdin.once("data", (line) => { console.log(process.env.APP_TOKEN, "hello " + line.toString().trim()); process.exit(7); });`;
    const { code, screen } = await onTerminal(
      at,
      exec("--mode", "vault", "--", "node", "-e", asking),
      [right, { after: "name? ", type: "made-up\r" }],
      env,
    );
    expect(code).toBe(7);
    expect(screen.indexOf(question)).toBeLessThan(screen.indexOf("name? "));
    expect(screen).toContain("made-up-vault hello made-up");
    expect(screen).not.toContain("93ab");
  });

  test.skipIf(process.platform !== "linux")(
    "puts nothing into a Node program's environment block",
    async () => {
      const reader = `
      const block = require("node:fs").readFileSync("/proc/self/environ", "utf8");
      console.log("block " + block.includes("made-up-vault"), "value " + process.env.APP_TOKEN);`;
      const { screen } = await onTerminal(
        at,
        exec("--mode", "vault", "--", "node", "-e", reader),
        [right],
        env,
      );
      expect(screen).toContain("block false value made-up-vault");
    },
  );

  test("asks again after a wrong one", async () => {
    const { code, screen } = await onTerminal(
      at,
      exec("--mode", "vault", "--", "node", "-e", program),
      [
        { ...right, type: "wrong\r" },
        { after: "That was not it.", type: `${passphrase}\r` },
      ],
      env,
    );
    expect({ code, served: screen.includes("value made-up-vault") }).toEqual({ code: 7, served: true });
  });

  test("after three wrong ones runs the program with its environment, and says why", async () => {
    const wrong = { after: "That was not it.", type: "wrong\r" };
    const { code, screen } = await onTerminal(
      at,
      exec("--mode", "vault", "--", "node", "-e", program),
      [{ ...right, type: "wrong\r" }, wrong, wrong],
      env,
    );
    expect({ code, served: screen.includes("value made-up-env") }).toEqual({ code: 7, served: true });
    expect(screen.match(/\[[A-Z_]+\]/g)).toEqual(["[PASSPHRASE_WRONG]"]);
  });

  test("Ctrl-C at the question starts nothing and gives 130", async () => {
    const { code, screen } = await onTerminal(
      at,
      exec("--mode", "vault", "--", "node", "-e", program),
      [{ after: question, type: ctrlC }],
      env,
    );
    expect({ code, started: screen.includes("value") }).toEqual({ code: 130, started: false });
  });

  test("without a terminal does not ask: one message, and the program runs with its environment", async () => {
    const late = `setTimeout(() => { ${program} }, 1500)`;
    const { code, stdout, stderr } = await at.run(["exec", "--mode", "vault", "--", "node", "-e", late], {
      env,
    });
    expect({ code, stdout }).toEqual({ code: 7, stdout: "value made-up-env\n" });
    expect(stderr.match(/\[[A-Z_]+\]/g)).toEqual(["[PASSPHRASE_NEEDED]"]);
  });

  test("under a program that keeps the terminal to itself, such as an MCP client, does not ask either", async () => {
    const late = `setTimeout(() => { ${program} }, 1500)`;
    const words = exec("--mode", "vault", "--", "node", "-e", late).map((word) => `'${word}'`);
    const { code, screen } = await onTerminal(at, ["/bin/sh", "-c", `sleep 5 | ${words.join(" ")}`], [], env);
    expect({ code, asked: screen.includes(question) }).toEqual({ code: 7, asked: false });
    expect(screen).toContain("[PASSPHRASE_NEEDED]");
    expect(screen).toContain("value made-up-env");
  });
});
