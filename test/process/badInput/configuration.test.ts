import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ExecHome, makeExecHome } from "../../support/exec/execHome";
import { followProgram } from "../../support/exec/followProgram";
import { LeakHunt } from "../../support/leak/leakHunt";
import { core } from "../../support/leak/madeUpSecrets";
import { until } from "../../support/until";

// Nothing is waited for; the rest is for two programs to start on a busy machine.
const deadlineMs = 10_000;
const program = ["--", "node", "-e", "process.exit(process.env.APP_TOKEN === 'made-up-env' ? 7 : 8)"];

let at: ExecHome;
let file: string;
beforeEach(async () => {
  at = makeExecHome();
  file = join(at.project, "secret-router.json");
  await at.store({ APP_TOKEN: "made-up-vault" });
});
afterEach(() => at.remove());

async function expectOneMessage(code: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const result = await at.run(["exec", ...program], {
    env: { APP_TOKEN: "made-up-env", ...env },
    timeoutMs: deadlineMs,
  });
  expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 7, stdout: "" });
  expect(result.durationMs).toBeLessThan(deadlineMs);
  expect(result.stderr.match(/\[[A-Z_]+\]/g)).toEqual([`[${code}]`]);
  expect(result.stderr).toMatch(
    /^secret-router: [\s\S]+\]\n {2}\S.*\n {2}The program runs with its plain environment\.\n$/,
  );
  return result.stderr;
}

describe("a configuration at start", () => {
  test.each([
    ["is empty", "", "CONFIG_NOT_JSON"],
    ["is not JSON", "{ mode: vault", "CONFIG_NOT_JSON"],
    ["is a page", "<html></html>", "CONFIG_NOT_JSON"],
    ["is binary", "\u0000\u0001\ufffd".repeat(100), "CONFIG_NOT_JSON"],
    ["nests too deeply", "[".repeat(100_000), "CONFIG_INVALID"],
    ["has an unknown key", '{ "mood": "vault" }', "CONFIG_INVALID"],
    ["has a wrong type", '{ "mode": 1, "secrets": [] }', "CONFIG_INVALID"],
    ["has a reference that does not parse", '{ "secrets": { "APP_TOKEN": "vault:" } }', "CONFIG_INVALID"],
    ["names an unknown provider", '{ "secrets": { "APP_TOKEN": "nowhere:a" } }', "CONFIG_INVALID"],
    ["holds a key of Object.prototype", '{ "__proto__": { "mode": "vault" } }', "CONFIG_INVALID"],
  ])("that %s: one message, the program's own environment and exit code", async (_, text, code) => {
    at.configure(text);
    await expectOneMessage(code);
  });

  test.each([
    ["is a folder", () => mkdirSync(file)],
    ["is a FIFO", () => execFileSync("mkfifo", [file])],
    [
      "is 1 GB",
      () => {
        writeFileSync(file, "{");
        truncateSync(file, 1024 ** 3);
      },
    ],
    ["is an endless device", () => symlinkSync("/dev/zero", file)],
    ["is an endless file", () => symlinkSync("/proc/self/pagemap", file)],
  ])("that %s is not read, and nothing waits for it", async (_, make) => {
    make();
    await expectOneMessage("CONFIG_UNREADABLE");
  });

  test("that holds secrets in wrong places is told of without one of them", async () => {
    const secrets = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`s${index}`, `sk-made-up-${core()}`]),
    );
    const [a, b, c, d, e, f, g, h, i, j, k, l] = Object.values(secrets);
    at.configure({
      [`${a}`]: "OPENAI_API_KEY",
      mode: b,
      vault_url: `http://user:${c}@127.0.0.1`,
      vault_path: d,
      provider: e,
      secrets: {
        [`${f}`]: "APP_TOKEN",
        OTHER_TOKEN: g,
        THIRD_TOKEN: `local:/${h}`,
        FOURTH_TOKEN: `vault:${i}`,
      },
      patterns: { include: [`${j}!`], [`${k}`]: [] },
      servers: { x: { secrets: [`${l}`], [`${a}`]: 1 }, [`${b}`]: 1 },
      environments: { [`${c}`]: { [`${d}`]: 1 } },
    });
    const hunt = new LeakHunt(secrets);
    hunt.searchText("exec", await expectOneMessage("CONFIG_INVALID"));
    for (const command of [["resolve"], ["list"], ["doctor"], ["mode"], ["status"], ["resolve", "--json"]]) {
      const { stdout, stderr } = await at.run(command);
      hunt.searchText(command.join(" "), stdout + stderr);
    }
    expect(hunt.leaks).toEqual([]);
  });
});

describe("a configuration that is fine, with a launch that is not", () => {
  test("names a provider that is not there yet: one message, the program runs on", async () => {
    at.configure({ mode: "vault", secrets: { APP_TOKEN: "op://made/up/field" } });
    const running = followProgram(at, [], { APP_TOKEN: "made-up-env" });
    await until(() => running.stderr().includes("[PROVIDER_UNKNOWN]\n  "), {
      what: "the message",
      timeoutMs: deadlineMs,
    });
    await until(() => running.last() === "made-up-env", { what: "the environment's value" });
    const { code, stderr } = await running.end();
    expect({ code, told: stderr.match(/\[[A-Z_]+\]/g) }).toEqual({ code: 7, told: ["[PROVIDER_UNKNOWN]"] });
  });

  test.each([
    ["--server", "nowhere"],
    ["--environment", "nowhere"],
  ])("a %s that does not exist", async (flag, value) => {
    at.configure({ mode: "vault" });
    const result = await at.run(["exec", flag, value, ...program], { env: { APP_TOKEN: "made-up-env" } });
    expect(result.code).toBe(7);
    expect(result.stderr.match(/\[[A-Z_]+\]/g)).toEqual(["[CONFIG_INVALID]"]);
  });
});

test("a configuration that breaks while a program runs is told of once and changes nothing; mended, it is in force", async () => {
  at.configure({ mode: "vault" });
  const running = followProgram(at, [], { APP_TOKEN: "made-up-env" });
  await until(() => running.last() === "made-up-vault", { what: "the vault's value", timeoutMs: deadlineMs });
  at.configure("{ broken");
  await until(() => running.stderr().includes("[CONFIG_NOT_JSON]"), {
    what: "the message",
    timeoutMs: deadlineMs,
  });
  expect(running.last()).toBe("made-up-vault");
  at.configure({ mode: "shadow" });
  await until(() => running.last() === "made-up-env", { what: "the new mode", timeoutMs: deadlineMs });
  const { code, stderr } = await running.end();
  expect({ code, told: stderr.match(/\[[A-Z_]+\]/g) }).toEqual({ code: 7, told: ["[CONFIG_NOT_JSON]"] });
});
