import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { printHandle } from "../../../src/contract/handle";
import { maxRulesBytes, printRulesFile } from "../../../src/contract/rulesFile";
import { defaultNameRules } from "../../../src/contract/secretNames";
import { handleVariable } from "../../../src/contract/variables";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest, oldNode } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";
import type { TestSession } from "../../support/preload/testSession";
import { until } from "../../support/until";

const preload = buildPreload();
const vaultValue = "made-up-vault-value";
const envValue = "made-up-env-value";
const good = { values: { DB_PASSWORD: vaultValue, ODD_NAME: vaultValue } };
const read = "process.stdout.write([process.env.DB_PASSWORD, process.env.ODD_NAME].join())";

/** As a terminal of the editor has it: no key, no broker, no rules. */
function terminalEnv(session: TestSession, extra: Record<string, string> = {}): Record<string, string> {
  const { directory } = session;
  const handle = printHandle({ directory, keyHex: null, brokerPid: 0, rules: null, inherited: "" });
  return { ...session.env(preload), DB_PASSWORD: envValue, [handleVariable]: handle, ...extra };
}

function rulesPath(session: TestSession): string {
  return join(session.directory, "rules");
}

function writeRules(session: TestSession, options: { names?: string[]; routesAgents?: boolean } = {}): void {
  const { names = [], routesAgents = false } = options;
  const text = printRulesFile({ rules: { ...defaultNameRules, names }, routesAgents });
  writeFileSync(rulesPath(session), text, { mode: 0o600 });
}

function writeKey(session: TestSession, key = session.key): void {
  writeFileSync(join(session.directory, "key"), key.toString("hex"), { mode: 0o600 });
}

function open(session: TestSession): void {
  writeRules(session);
  writeKey(session);
  session.write(good);
}

const badRules: readonly { what: string; spoil: (path: string, session: TestSession) => void }[] = [
  { what: "missing", spoil: (path) => rmSync(path) },
  { what: "empty", spoil: (path) => truncateSync(path) },
  { what: "no JSON", spoil: (path) => writeFileSync(path, "{") },
  { what: "null", spoil: (path) => writeFileSync(path, "null") },
  {
    what: "of another version",
    spoil: (path) =>
      writeFileSync(path, JSON.stringify({ v: 2, rules: defaultNameRules, routesAgents: true })),
  },
  {
    what: "without a list",
    spoil: (path) => writeFileSync(path, JSON.stringify({ v: 1, rules: { names: [] }, routesAgents: true })),
  },
  { what: "one byte too large", spoil: (path) => truncateSync(path, maxRulesBytes + 1) },
  { what: "huge", spoil: (path) => truncateSync(path, 2 ** 31) },
  { what: "readable by all", spoil: (path) => chmodSync(path, 0o644) },
  {
    what: "a symbolic link to a good one",
    spoil: (path) => {
      renameSync(path, `${path}-real`);
      symlinkSync(`${path}-real`, path);
    },
  },
  {
    what: "a symbolic link to /dev/zero",
    spoil: (path) => {
      rmSync(path);
      symlinkSync("/dev/zero", path);
    },
  },
  {
    what: "a FIFO",
    spoil: (path) => {
      rmSync(path);
      execFileSync("mkfifo", ["-m", "600", path]);
    },
  },
  {
    what: "a directory",
    spoil: (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  },
  { what: "in a directory that others may enter", spoil: (_, { directory }) => chmodSync(directory, 0o711) },
  {
    what: "in a directory that is a symbolic link",
    spoil: (_, { directory }) => {
      renameSync(directory, `${directory}-real`);
      symlinkSync(`${directory}-real`, directory);
    },
  },
  {
    what: "in a directory that is gone",
    spoil: (_, { directory }) => rmSync(directory, { recursive: true }),
  },
];

// Each of these is what an agent itself sets for its commands.
const markers = ["COPILOT_AGENT", "AI_AGENT", "CLAUDECODE", "CURSOR_AGENT", "CODEX_SANDBOX", "GEMINI_CLI"];

describe.each(nodesUnderTest)("a terminal's handle on Node $major", ({ path }) => {
  const session = useSession();

  it.skipIf(path === "")("is served by the rules and the key of the session's files", async () => {
    open(session());
    const plain = await runNode(path, ["-e", read], { env: terminalEnv(session()) });
    expect(plain).toMatchObject({ code: 0, stdout: `${vaultValue},`, stderr: "" });
    writeRules(session(), { names: ["ODD_NAME"] });
    const named = await runNode(path, ["-e", read], { env: terminalEnv(session()) });
    expect(named).toMatchObject({ code: 0, stdout: `${vaultValue},${vaultValue}`, stderr: "" });
  });

  it.skipIf(path === "")("is passed on as it is, and serves children too", async () => {
    open(session());
    const code = `
      const { spawnSync } = require("child_process");
      const own = process.env.DB_PASSWORD;
      const child = spawnSync(process.execPath, ["-p", "process.env.DB_PASSWORD"], { encoding: "utf8" });
      process.stdout.write([own, child.stdout.trim(), process.env.${handleVariable}.split("|").slice(0, 4)].join());`;
    const result = await runNode(path, ["-e", code], { env: terminalEnv(session()) });
    expect(result).toMatchObject({ code: 0, stdout: `${vaultValue},${vaultValue},1,0,-,@`, stderr: "" });
  });

  it.skipIf(path === "").each(badRules)(
    "serves the environment at once and silently when the rules are $what",
    async ({ spoil }) => {
      open(session());
      spoil(rulesPath(session()), session());
      const result = await runNode(path, ["-e", read], { env: terminalEnv(session()), timeoutMs: 5_000 });
      expect(result).toMatchObject({ code: 0, signal: null, stdout: `${envValue},`, stderr: "" });
      expect(session().events()).toEqual([]);
    },
  );

  it.skipIf(path === "")("takes rules of exactly the largest size", async () => {
    open(session());
    const size = printRulesFile({ rules: { ...defaultNameRules, names: [""] }, routesAgents: false }).length;
    writeRules(session(), { names: ["X".repeat(maxRulesBytes - size)] });
    const result = await runNode(path, ["-e", read], { env: terminalEnv(session()) });
    expect(result.stdout).toBe(`${vaultValue},`);
  });

  it.skipIf(path === "")("waits for nothing when the key or the lease is gone", async () => {
    open(session());
    rmSync(join(session().directory, "key"));
    const code = `const t = Date.now(); ${read}; process.stdout.write("," + (Date.now() - t))`;
    const keyless = await runNode(path, ["-e", code], { env: terminalEnv(session()) });
    expect(keyless.stdout).toMatch(new RegExp(`^${envValue},,`));
    rmSync(session().leasePath);
    const leaseless = await runNode(path, ["-e", code], { env: terminalEnv(session()) });
    expect(leaseless.stdout).toMatch(new RegExp(`^${envValue},,`));
    for (const { stdout } of [keyless, leaseless]) expect(Number(stdout.split(",").pop())).toBeLessThan(300);
  });

  it.skipIf(path === "")("is not served by a lease whose window has crashed", async () => {
    open(session());
    const gone = Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));
    session().write({ ...good, header: { broker: gone } });
    const result = await runNode(path, ["-e", read], { env: terminalEnv(session()) });
    expect(result).toMatchObject({ code: 0, stdout: `${envValue},`, stderr: "" });
    expect(session().errorCodes()).toEqual(["LEASE_EXPIRED"]);
  });

  it.skipIf(path === "")("finds the key of the next window, whose leases count from one again", async () => {
    open(session());
    for (let generation = 2; generation < 6; generation++) session().write(good);
    const code = `
      let last;
      setInterval(() => {
        const value = process.env.DB_PASSWORD;
        if (value !== last) process.stdout.write((last = value) + "\\n");
        if (value === "made-up-next") process.exit();
      }, 20);`;
    const running = runNode(path, ["-e", code], { env: terminalEnv(session()) });
    await until(() => session().eventsOf("lease").length > 0, { what: "the first read" });
    rmSync(join(session().directory, "key"));
    rmSync(session().leasePath);
    await until(() => session().errorCodes().length > 0, { what: "the program to see it" });
    const nextKey = randomBytes(32);
    writeKey(session(), nextKey);
    const values = { DB_PASSWORD: "made-up-next" };
    session().writeBytes(session().sealWith(nextKey, { values, header: { generation: 1 } }));
    expect(await running).toMatchObject({
      code: 0,
      stdout: `${vaultValue}\n${envValue}\nmade-up-next\n`,
      stderr: "",
    });
  });

  it.skipIf(path === "")("says again who the program is when another broker takes over", async () => {
    open(session());
    const code = `setInterval(() => { if (process.env.DB_PASSWORD === "made-up-end") process.exit(); }, 20);`;
    const running = runNode(path, ["-e", code], { env: terminalEnv(session()) });
    await until(() => session().eventsOf("start").length === 1, { what: "the first start event" });
    session().write({ ...good, header: { broker: process.ppid } });
    await until(() => session().eventsOf("start").length === 2, { what: "the second start event" });
    session().write({ values: { DB_PASSWORD: "made-up-end" }, header: { broker: process.ppid } });
    expect((await running).code).toBe(0);
    expect(session().eventsOf("start")).toHaveLength(2);
  });

  it.skipIf(path === "").each(markers)("serves the environment where %s is set", async (marker) => {
    open(session());
    const result = await runNode(path, ["-e", read], { env: terminalEnv(session(), { [marker]: "1" }) });
    expect(result).toMatchObject({ code: 0, stdout: `${envValue},`, stderr: "" });
    expect(session().events()).toEqual([]);
  });

  it.skipIf(path === "")("is served to an agent whom the rules allow", async () => {
    open(session());
    writeRules(session(), { routesAgents: true });
    const env = terminalEnv(session(), { CLAUDECODE: "1" });
    expect((await runNode(path, ["-e", read], { env })).stdout).toBe(`${vaultValue},`);
  });

  it.skipIf(path === "").each(["", "0", "false"])("takes a marker that is %j for none", async (value) => {
    open(session());
    const env = terminalEnv(session(), { CLAUDECODE: value });
    expect((await runNode(path, ["-e", read], { env })).stdout).toBe(`${vaultValue},`);
  });
});

describe("a terminal's handle on Node 12", () => {
  const session = useSession();

  it.skipIf(oldNode() === undefined)("leaves the program alone", async () => {
    open(session());
    const result = await runNode(oldNode() ?? "", ["-e", read], { env: terminalEnv(session()) });
    expect(result).toMatchObject({ code: 0, stdout: `${envValue},`, stderr: "" });
  });
});
