import { chmodSync, cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseHandle } from "../../../src/contract/handle";
import { handleVariable } from "../../../src/contract/variables";
import { python } from "../../support/capabilities";
import { cliPath } from "../../support/exec/execHome";
import { processList } from "../../support/leak/argumentWatch";
import { type LeakHome, makeLeakHome, nodeProgram, shellProgram } from "../../support/leak/leakHome";
import { core, makeUpSecrets } from "../../support/leak/madeUpSecrets";
import { memoryHolds, memoryOfProcesses } from "../../support/leak/processMemory";
import { runOnPty } from "../../support/pty";
import { until } from "../../support/until";

const stored = makeUpSecrets();
const names = Object.keys(stored).map((name) => `${name.toUpperCase()}_TOKEN`);
const others = {
  environment: `made-up-environment-${core()}`,
  imported: `made-up imported ${core()}`,
  token: `hvs.madeup${core()}`,
  passphrase: `made-up passphrase ${core()}`,
};
const env = { PLAIN_TOKEN: others.environment, OTHER_API_KEY: others.environment, VAULT_TOKEN: others.token };

let template: LeakHome;
beforeAll(async () => {
  template = makeLeakHome({ ...stored, ...others });
  for (const [index, value] of Object.values(stored).entries()) {
    const { code } = await template.say(["set", String(names[index])], { input: value });
    expect(code).toBe(0);
  }
  template.hunt.searchFolder(template.home);
  expect(template.hunt.leaks).toEqual([]);
});
afterAll(() => template.finish());

let at: LeakHome;
beforeEach(() => {
  at = makeLeakHome({ ...stored, ...others });
  cpSync(join(template.home, "router"), join(at.home, "router"), { recursive: true });
});
afterEach(() => at.remove());

const everyCommand = [
  ["list"],
  ["resolve"],
  ["resolve", "PLAIN_TOKEN", "NOPE_TOKEN"],
  ["get", "PLAIN_TOKEN"],
  ["mode"],
  ["mode", "dual", "--canary", "50"],
  ["kill"],
  ["status"],
  ["resume"],
  ["refresh"],
  ["audit"],
  ["audit", "tail"],
  ["audit", "verify"],
  ["doctor"],
  ["vault", "list"],
  ["vault", "logout", "http://127.0.0.1:9"],
  ["completion", "bash"],
  ["rm", "NOPE_TOKEN"],
  ["rm", "URL_TOKEN"],
] as const;

test("every command, as text and as JSON, keeps every value", async () => {
  for (const command of everyCommand) {
    await at.say(command, { env });
    await at.say([...command, "--json"], { env });
  }
  await at.say(["vault", "login", "http://127.0.0.1:9"], { input: others.token });
  await at.say(["set", "1NOPE"], { input: stored.plain });
  await at.say(["set", "QUOTED_TOKEN"], { input: stored.long });
  expect(at.hunt.searched).toBeGreaterThan(2 * everyCommand.length);
  at.finish();
});

test("the stored values come back whole, so that the searches looked for the right thing", async () => {
  for (const [index, value] of Object.values(stored).entries()) {
    expect((await at.run(["get", String(names[index]), "--reveal"])).stdout).toBe(value);
  }
});

test("an import keeps its values, takes them out of the file and can be undone", async () => {
  const file = join(at.project, ".env");
  const original = `# ours\nIMPORTED_TOKEN="${others.imported}"\nPORT=1\n`;
  writeFileSync(file, original);
  await at.say(["import", ".env"]);
  await at.say(["import", ".env", "--delete", "--json"]);
  at.hunt.searchFolder(at.home);
  expect(at.hunt.leaks).toEqual([]);
  expect((await at.run(["get", "IMPORTED_TOKEN", "--reveal"])).stdout).toBe(others.imported);
  await at.say(["import", "--undo", ".env"]);
  expect(readFileSync(file, "utf8")).toBe(original);
  at.finish({ except: [file] });
});

test("an import of a file with a key that was pasted without quotes repeats none of its lines", async () => {
  const lines = Array.from({ length: 4 }, () => `MIIEvQIBADANmadeup${core()}`);
  const file = join(at.project, ".env");
  writeFileSync(
    file,
    `PRIVATE_KEY=-----BEGIN PRIVATE KEY-----\n${lines.join("==\n")}=\n-----END PRIVATE KEY-----\n`,
  );
  at.hunt.add(Object.fromEntries(lines.map((line, index) => [`line ${index}`, line])));
  for (const args of [
    ["import", ".env"],
    ["import", ".env", "--json"],
    ["doctor"],
    ["import", ".env", "--delete"],
  ]) {
    const { stdout } = await at.say(args);
    if (args.includes("--json")) expect(stdout).toContain('"line 2"');
  }
  at.finish({ except: [file] });
});

describe.skipIf(processList.path === undefined)("while a program runs", () => {
  test.each([
    ["off", "Node"],
    ["shadow", "Node"],
    ["dual", "Node"],
    ["vault", "Node"],
    ["shadow", "a shell"],
    ["vault", "a shell"],
  ] as const)(
    "in %s mode under %s, no file and no output holds a value or the session's key",
    async (mode, kind) => {
      const program = kind === "Node" ? nodeProgram : shellProgram;
      const flags = ["--mode", mode, ...(mode === "dual" ? ["--canary", "50"] : [])];
      const running = await at.startProgram({ env, flags, program });
      at.hunt.add(sessionKeyOf(running.childPid));
      const lease = join(leaseFolder(running.childPid), "lease");
      await until(() => existsSync(lease), { what: "the lease" });
      at.hunt.searchFolder(at.home);
      await at.say(["status", "--json"]);
      expect((await running.end()).code).toBe(7);
      at.finish();
    },
  );

  test("mode, kill, resume, refresh, rotation and status keep every value", async () => {
    const running = await at.startProgram({ env, flags: ["--mode", "vault"] });
    at.hunt.add(sessionKeyOf(running.childPid));
    for (const command of [
      ["status"],
      ["mode", "shadow"],
      ["mode", "dual", "--canary", "100"],
      ["kill"],
      ["status", "--json"],
      ["resume"],
      ["refresh"],
      ["refresh", "PLAIN_TOKEN", "--json"],
      ["doctor"],
      ["audit", "--json"],
    ]) {
      await at.say(command, { env });
      at.hunt.searchFolder(at.home);
    }
    await at.say(["set", "PLAIN_TOKEN"], { input: stored.quoted });
    expect((await running.end()).code).toBe(7);
    at.finish();
  });

  test("a broker that is killed outright leaves nothing that can be read, and the next start clears it away", async () => {
    const running = await at.startProgram({ env, flags: ["--mode", "vault"] });
    at.hunt.add(sessionKeyOf(running.childPid));
    const folder = leaseFolder(running.childPid);
    running.kill("SIGKILL");
    await running.end();
    expect(existsSync(join(folder, "lease"))).toBe(true);
    at.hunt.searchFolder(at.home);
    await at.say(["exec", "--mode", "vault", "--", "node", "-e", "setTimeout(() => {}, 800)"]);
    expect(existsSync(folder)).toBe(false);
    at.finish();
  });

  test("a lease that is damaged is told of without a value", async () => {
    const running = await at.startProgram({ env, flags: ["--mode", "vault"] });
    const lease = join(leaseFolder(running.childPid), "lease");
    writeFileSync(lease, readFileSync(lease).subarray(0, -1));
    await until(async () => (await at.say(["status", "--json"])).stdout.includes("LEASE_CORRUPT"), {
      what: "the error to be counted",
      timeoutMs: 20_000,
    });
    await running.end();
    at.finish();
  });

  test("a crash and a diagnostic report of the program hold no value from the vault", async () => {
    const crash = `
      setTimeout(() => {
        const values = ${JSON.stringify(names)}.map((name) => process.env[name]);
        process.report.writeReport("report.json");
        console.error(process.env, values.length);
        throw new Error("made-up crash");
      }, 300);`;
    const { code, stderr } = await at.say([
      "exec",
      "--mode",
      "vault",
      "--",
      "node",
      "--report-uncaught-exception",
      "-e",
      crash,
    ]);
    expect({ code, crashed: stderr.includes("made-up crash") }).toEqual({ code: 1, crashed: true });
    expect(existsSync(join(at.project, "report.json"))).toBe(true);
    at.finish();
  });
});

describe("in shadow mode", () => {
  const withoutEnv = { flags: ["--mode", "shadow"], program: nodeProgram };

  test.skipIf(memoryOfProcesses.path === undefined)(
    "no value of the vault enters the program's memory",
    async () => {
      const running = await at.startProgram(withoutEnv);
      const inShadow = Object.values(stored).map((value) =>
        memoryHolds(running.childPid, value.slice(0, 30)),
      );
      await running.end();
      expect(inShadow).toEqual([false, false, false, false, false]);
    },
  );

  test.skipIf(memoryOfProcesses.path === undefined)("the same search finds it in vault mode", async () => {
    const running = await at.startProgram({ ...withoutEnv, flags: ["--mode", "vault"] });
    const inVault = Object.values(stored).map((value) => memoryHolds(running.childPid, value.slice(0, 30)));
    await running.end();
    expect(inVault).toEqual([true, true, true, true, true]);
  });

  test("no value of the vault is in the environment block or the heap of the program", async () => {
    const heap = join(at.home, "heap");
    const program = `setTimeout(() => {
      const length = Object.keys(process.env).map((name) => process.env[name]).join().length;
      require("v8").writeHeapSnapshot(${JSON.stringify(heap)});
      process.stdout.write(String(length > 0));
    }, 500)`;
    const { stdout } = await at.say(["exec", "--mode", "shadow", "--", "node", "-e", program]);
    expect(stdout).toBe("true");
    expect(readFileSync(heap).length).toBeGreaterThan(1_000_000);
    at.finish();
  });

  test.skipIf(processList.path === undefined)(
    "nor is one in the environment block of a Node program in vault mode, where whoever lists processes could read it",
    async () => {
      const running = await at.startProgram({ flags: ["--mode", "vault"] });
      const block = readFileSync(`/proc/${running.childPid}/environ`);
      expect(block.includes(handleVariable)).toBe(true);
      at.hunt.searchText("the environment block", block);
      await running.end();
      at.finish();
    },
  );

  test("the same heap holds it in vault mode", async () => {
    const heap = join(at.home, "heap");
    const program = `setTimeout(() => {
      const kept = process.env.PLAIN_TOKEN;
      require("v8").writeHeapSnapshot(${JSON.stringify(heap)});
      process.stdout.write(String(kept.length));
    }, 300)`;
    await at.run(["exec", "--mode", "vault", "--", "node", "-e", program]);
    at.hunt.searchFolder(at.home);
    expect(at.hunt.leaks).toContainEqual({ secret: "plain", form: "form 0", where: "heap" });
  });
});

describe.skipIf(python.path === undefined)("the store's passphrase", () => {
  test("is in no file, no argument and on no screen, and neither are the values behind it", async () => {
    const type = `${others.passphrase}\r`;
    const onTerminal = async (args: readonly string[], steps: readonly { after: string; type: string }[]) => {
      const { code, screen } = await runOnPty([process.execPath, cliPath, ...args], {
        cwd: at.project,
        env: at.env,
        steps,
      });
      at.hunt.searchText(`screen of ${args.join(" ")}`, screen);
      return code;
    };
    const ask = { after: "Passphrase of the store (not shown): ", type };
    expect(
      await onTerminal(
        ["passphrase"],
        [
          { after: "New passphrase (not shown): ", type },
          { after: "Once more: ", type },
        ],
      ),
    ).toBe(0);
    const wrong = { ...ask, type: `${others.passphrase}x\r` };
    expect(await onTerminal(["list"], [wrong, { after: "That was not it.", type }])).toBe(0);
    const program = "process.exit(process.env.PLAIN_TOKEN.length > 0 ? 7 : 8)";
    expect(await onTerminal(["exec", "--mode", "vault", "--", "node", "-e", program], [ask])).toBe(7);
    await at.say(["list"]);
    at.finish();
  });
});

describe("what is broken", () => {
  test.each([
    ["the store is cut short", (path: string) => writeFileSync(path, readFileSync(path).subarray(0, -3))],
    ["the store is no store", (path: string) => writeFileSync(path, JSON.stringify({ hello: 1 }))],
    ["the store is open to others", (path: string) => chmodSync(path, 0o644)],
    [
      "the key is another one",
      (path: string) => {
        const identity = join(path, "..", "..", "config", "identity.age");
        writeFileSync(identity, `# made up\n${otherIdentity}\n`);
      },
    ],
    [
      "the key is gone",
      (path: string) => writeFileSync(join(path, "..", "..", "config", "identity.age"), ""),
    ],
  ])("%s: no command says a value", async (_, spoil) => {
    spoil(join(at.home, "router", "data", "store.age"));
    for (const command of [["list"], ["resolve", "--json"], ["doctor"], ["get", "PLAIN_TOKEN", "--reveal"]]) {
      await at.say(command, { env });
    }
    await at.say(["set", "PLAIN_TOKEN"], { input: stored.plain });
    const running = await at.startProgram({ env, flags: ["--mode", "vault"] });
    await until(() => running.stderr().includes("["), { what: "the message" });
    expect((await running.end()).code).toBe(7);
    at.finish();
  });
});

// The key of nobody: 32 bytes of no meaning in the form that the age program writes.
const otherIdentity = "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0S3X3Q6C";

function sessionKeyOf(pid: number): Record<string, string> {
  const key = handleOf(pid)?.keyHex;
  if (key === undefined || key === null) throw new Error("The program has no session key to look for.");
  return { sessionKey: key, sessionKeyBytes: Buffer.from(key, "hex").toString("base64") };
}

function leaseFolder(pid: number): string {
  return handleOf(pid)?.directory ?? "";
}

function handleOf(pid: number) {
  const entries = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  const text = entries.find((entry) => entry.startsWith(`${handleVariable}=`));
  return parseHandle(text?.slice(handleVariable.length + 1));
}
