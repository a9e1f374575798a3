import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeBinary, nodeMajors } from "../../support/capabilities";
import { cliPath, type ExecHome, makeExecHome, programsDirectory } from "../../support/exec/execHome";
import { until } from "../../support/until";

const followName = join(programsDirectory, "followName.cjs");
const printNames = join(programsDirectory, "printNames.cjs");
let at: ExecHome;
beforeEach(() => {
  at = makeExecHome();
});
afterEach(() => at.remove());

describe("a stored value that no environment can carry", () => {
  const huge = {
    NUL_TOKEN: "made\0up",
    HUGE_TOKEN: "x".repeat(200_000),
    OPENAI_API_KEY: "made-up-vault-value",
  };

  test("keeps neither a program that is not Node from starting, nor its other secrets from it", async () => {
    await at.store(huge);
    const script = 'printf "%s|%s|%s" "$OPENAI_API_KEY" "$NUL_TOKEN" "$HUGE_TOKEN"';
    const { stdout, stderr, code } = await at.run(["exec", "--mode", "vault", "--", "/bin/sh", "-c", script]);
    expect({ stdout, stderr, code }).toEqual({ stdout: "made-up-vault-value||", stderr: "", code: 0 });
  });

  test("keeps no child of a Node program from starting, and is served to the program itself", async () => {
    await at.store(huge);
    const program = `
      const { execFileSync } = require("node:child_process");
      const child = execFileSync("/bin/sh", ["-c", 'printf "%s" "$OPENAI_API_KEY"'], { encoding: "utf8" });
      console.log([child, process.env.NUL_TOKEN.length, process.env.HUGE_TOKEN.length].join());`;
    const { stdout, stderr, code } = await at.run(["exec", "--mode", "vault", "--", "node", "-e", program]);
    expect({ stdout, stderr, code }).toEqual({
      stdout: "made-up-vault-value,7,200000\n",
      stderr: "",
      code: 0,
    });
  });
});

describe("modes", () => {
  test("vault mode serves a Node program the stored value over its environment's", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    const { stdout, stderr, code } = await at.run(
      ["exec", "--mode", "vault", "--", "node", printNames, "OPENAI_API_KEY"],
      { env: { OPENAI_API_KEY: "made-up-env-value" } },
    );
    expect({ stdout, stderr, code }).toEqual({
      stdout: '{"OPENAI_API_KEY":"made-up-vault-value"}\n',
      stderr: "",
      code: 0,
    });
  });

  test.each(["off", "shadow"])(
    "%s mode serves the environment's value and nothing where there is none",
    async (mode) => {
      await at.store({ OPENAI_API_KEY: "made-up-vault-value", OTHER_TOKEN: "made-up-other" });
      const { stdout } = await at.run(
        ["exec", "--mode", mode, "--", "node", printNames, "OPENAI_API_KEY", "OTHER_TOKEN"],
        {
          env: { OPENAI_API_KEY: "made-up-env-value" },
        },
      );
      expect(JSON.parse(stdout)).toEqual({ OPENAI_API_KEY: "made-up-env-value", OTHER_TOKEN: null });
    },
  );

  test("dual mode at 100 serves the vault and at 0 the environment", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    const served = async (canary: string) => {
      const args = ["exec", "--mode", "dual", "--canary", canary, "--", "node", printNames, "OPENAI_API_KEY"];
      return JSON.parse((await at.run(args, { env: { OPENAI_API_KEY: "made-up-env-value" } })).stdout)
        .OPENAI_API_KEY;
    };
    expect(await served("100")).toBe("made-up-vault-value");
    expect(await served("0")).toBe("made-up-env-value");
  });

  test("the configuration's mode holds where no flag is given, and an overlay over it", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    at.configure({ mode: "off", environments: { prod: { mode: "vault" } } });
    const args = ["--", "node", printNames, "OPENAI_API_KEY"];
    expect((await at.run(["exec", ...args])).stdout).toBe('{"OPENAI_API_KEY":null}\n');
    expect((await at.run(["exec", "--environment", "prod", ...args])).stdout).toBe(
      '{"OPENAI_API_KEY":"made-up-vault-value"}\n',
    );
  });

  test("a name that only the patterns match is asked for late and served", async () => {
    await at.store({ LATE_TOKEN: "made-up-late" });
    at.configure({ mode: "vault", secrets: { OPENAI_API_KEY: "local:OPENAI_API_KEY" } });
    const { stdout } = await at.run(["exec", "--", "node", printNames, "LATE_TOKEN"]);
    expect(stdout).toBe('{"LATE_TOKEN":"made-up-late"}\n');
  });

  test("a server is served its own names and no other, not even late", async () => {
    await at.store({ OWN_TOKEN: "made-up-own", FOREIGN_TOKEN: "made-up-foreign" });
    at.configure({ mode: "vault", servers: { mine: { secrets: ["OWN_TOKEN"] } } });
    const args = ["exec", "--server", "mine", "--", "node", printNames, "OWN_TOKEN", "FOREIGN_TOKEN"];
    expect(JSON.parse((await at.run(args)).stdout)).toEqual({
      OWN_TOKEN: "made-up-own",
      FOREIGN_TOKEN: null,
    });
  });
});

describe("programs that are not Node", () => {
  const shell = ["--", "sh", "-c", 'printf %s "$OPENAI_API_KEY"'];

  test("get the names in scope as environment values in vault mode", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    expect((await at.run(["exec", "--mode", "vault", ...shell])).stdout).toBe("made-up-vault-value");
  });

  test("leave a line in the audit log for what they were given, and none for what they were not", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    await at.run(["exec", "--mode", "shadow", ...shell]);
    await at.run(["exec", "--mode", "vault", ...shell]);
    const { stdout } = await at.run(["audit", "--lines", "50", "--json"]);
    const served = JSON.parse(stdout).entries.filter(({ action }: { action: string }) => action === "serve");
    expect(served).toMatchObject([
      { name: "OPENAI_API_KEY", source: "vault", version: "1", mode: "vault", program: "sh", count: 1 },
    ]);
    expect(served).toHaveLength(1);
  });

  test("give a Node program below them back its environment, so that it is routed and not only injected", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    const command = `"${process.execPath}" "${followName}"; :`;
    const child = at.start(["exec", "--mode", "vault", "--", "sh", "-c", command], {
      env: { OPENAI_API_KEY: "made-up-env" },
    });
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    await until(() => output.includes("made-up-vault-value"), { what: "the vault's value" });
    expect((await at.run(["kill"])).code).toBe(0);
    await until(() => output.includes("made-up-env"), { what: "the environment's value after the kill" });
    child.stdin?.end();
    await once(child, "exit");
  });

  test("keep their environment in shadow mode", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    const result = await at.run(["exec", "--mode", "shadow", ...shell], {
      env: { OPENAI_API_KEY: "made-up-env" },
    });
    expect(result.stdout).toBe("made-up-env");
  });

  test("a project that declares its secrets is not handed another project's", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-other-project" });
    at.configure({ mode: "vault", secrets: { OWN_TOKEN: "local:OWN_TOKEN" } });
    expect((await at.run(["exec", ...shell])).stdout).toBe("");
  });
});

describe("when routing is impossible the program still runs", () => {
  test.each([
    ["not JSON", "{ mode: ", "CONFIG_NOT_JSON"],
    ["an unknown key", '{ "mood": "vault" }', "CONFIG_INVALID"],
    ["a wrong reference", '{ "secrets": { "A_TOKEN": "nowhere" } }', "CONFIG_INVALID"],
  ])("with its environment and one message for a configuration with %s", async (_, text, code) => {
    at.configure(text);
    const result = await at.run(["exec", "--", "node", printNames, "A_TOKEN"], {
      env: { A_TOKEN: "made-up" },
    });
    expect(result.stdout).toBe('{"A_TOKEN":"made-up"}\n');
    expect(result.code).toBe(0);
    expect(result.stderr).toContain(`[${code}]`);
    expect(result.stderr).toContain("runs with its plain environment");
  });

  test("when the state folder is open to others", async () => {
    const result = await at.run(["exec", "--mode", "vault", "--", "node", printNames, "A_TOKEN"], {
      env: { A_TOKEN: "made-up", SECRET_ROUTER_HOME: "/proc/no-such-place" },
    });
    expect(result.stdout).toBe('{"A_TOKEN":"made-up"}\n');
    expect(result.stderr).toMatch(/\[(IO|UNSAFE_PERMISSIONS)\]/);
  });

  test("when the configuration has longer names than a program can be handed", async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => [
      `SERVICE_${"X".repeat(200)}_${index}_TOKEN`,
      "local:OPENAI_API_KEY",
    ]);
    at.configure({ mode: "vault", secrets: Object.fromEntries(names) });
    for (const command of [
      ["node", "-e", "process.exit(7)"],
      ["/bin/sh", "-c", "exit 7"],
    ]) {
      const { stderr, code } = await at.run(["exec", "--", ...command]);
      expect({ code, stderr }).toEqual({ code: 7, stderr: expect.stringContaining("[CONFIG_INVALID]") });
      expect(stderr).toContain("The program runs with its plain environment.");
    }
    expect(readdirSync(join(at.home, "router", "run"))).toEqual([]);
  });

  test("when the folder it was started in is gone", async () => {
    const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
    const { stderr, code } = await at.run([
      "exec",
      "--",
      "/bin/sh",
      "-c",
      script,
      "sh",
      process.execPath,
      cliPath,
      "exec",
      "--",
      "/bin/sh",
      "-c",
      "exit 7",
    ]);
    expect({ code, stderr }).toEqual({ code: 7, stderr: expect.stringContaining("[IO]") });
  });

  test("the off switch leaves no trace in the program's environment", async () => {
    const result = await at.run(
      ["exec", "--", "node", printNames, "NODE_OPTIONS", "VSCODE_SECRET_ROUTER_SESSION"],
      {
        env: { SECRET_ROUTER: "0" },
      },
    );
    expect(JSON.parse(result.stdout)).toEqual({ NODE_OPTIONS: null, VSCODE_SECRET_ROUTER_SESSION: null });
  });
});

describe("the command line", () => {
  test.each([
    ["an unknown flag", ["exec", "--mod", "vault", "--", "node"]],
    ["no command", ["exec", "--mode", "vault"]],
    ["nothing after --", ["exec", "--"]],
    ["a mode that is none", ["exec", "--mode", "volt", "--", "node"]],
    ["a canary over 100", ["exec", "--canary", "100.1", "--", "node"]],
    ["a flag given twice", ["exec", "--mode", "off", "--mode", "vault", "--", "node"]],
    ["a command without -- before it", ["exec", "node", "server.js"], "exec needs -- before the command"],
    ["a flag without a value", ["exec", "--server", "--", "node"]],
  ])("%s is refused with code 2 before anything runs", async (_, args, message = "[USAGE]") => {
    const { code, stdout, stderr } = await at.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain("[USAGE]");
  });

  test("a command that is not there gives 127, one that cannot run 126", async () => {
    const plain = join(at.project, "plain.txt");
    writeFileSync(plain, "no program");
    expect((await at.run(["exec", "--", "no-such-command-here"])).code).toBe(127);
    expect((await at.run(["exec", "--", plain])).code).toBe(126);
    // What never begins is not waited for either.
    const fifo = join(at.project, "fifo");
    execFileSync("mkfifo", ["-m", "755", fifo]);
    expect((await at.run(["exec", "--", fifo])).code).toBe(126);
  });

  test("the program's own arguments, -- and flags included, arrive untouched", async () => {
    const script = "process.stdout.write(JSON.stringify([process.argv0, ...process.argv.slice(1)]))";
    const odd = ["--mode", "--", "a b", "", "*", "$HOME", '"', "'", "\\", "é😀", "--json"];
    const { stdout } = await at.run(["exec", "--mode=off", "--", "node", "-e", script, "--", ...odd]);
    expect(JSON.parse(stdout)).toEqual(["node", ...odd]);
  });

  test("the user's own NODE_OPTIONS are kept", async () => {
    const { stdout } = await at.run(["exec", "--", "node", "-p", "process.title"], {
      env: { NODE_OPTIONS: "--title=made-up-title" },
    });
    expect(stdout).toBe("made-up-title\n");
  });

  test("exec within exec, and exec within a routed program, route once and serve", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    const inner = [
      "node",
      process.argv[1] === undefined ? "" : join(programsDirectory, "../../../dist/cli.js"),
    ];
    const args = [
      "exec",
      "--mode",
      "vault",
      "--",
      ...inner,
      "exec",
      "--mode",
      "off",
      "--",
      "node",
      printNames,
    ];
    expect((await at.run([...args, "OPENAI_API_KEY"])).stdout).toBe('{"OPENAI_API_KEY":null}\n');
  });
});

test("nothing of a session is left when the program has ended", async () => {
  await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
  await at.run(["exec", "--mode", "vault", "--", "node", printNames, "OPENAI_API_KEY"]);
  expect(readdirSync(join(at.home, "router", "run"))).toEqual([]);
  expect(readdirSync(join(at.home, "router", "state", "sessions"))).toEqual([]);
});

describe.each(nodeMajors)("a program on Node %i", (major) => {
  const node = nodeBinary(major).path;

  test.skipIf(node === undefined)("is served from the vault", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    const args = ["exec", "--mode", "vault", "--", String(node), printNames, "OPENAI_API_KEY"];
    const { stdout, stderr } = await at.run(args);
    expect({ stdout, stderr }).toEqual({ stdout: '{"OPENAI_API_KEY":"made-up-vault-value"}\n', stderr: "" });
  });

  test.skipIf(node === undefined)("runs exec itself, or is told why not and runs the program", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    const args = ["exec", "--mode", "vault", "--", String(node), printNames, "OPENAI_API_KEY"];
    const { stdout, stderr, code } = await at.run(args, { node: String(node) });
    expect(code).toBe(0);
    if (major >= 18)
      expect({ stdout, stderr }).toEqual({
        stdout: '{"OPENAI_API_KEY":"made-up-vault-value"}\n',
        stderr: "",
      });
    else
      expect({ stdout, told: stderr.includes("[NODE_TOO_OLD]") }).toEqual({
        stdout: '{"OPENAI_API_KEY":null}\n',
        told: true,
      });
  });
});
