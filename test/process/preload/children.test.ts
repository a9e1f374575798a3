import { describe, expect, it } from "vitest";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";

const preload = buildPreload();
const env = { DB_PASSWORD: "made-up-env", PLAIN: "plain" };
const values = { DB_PASSWORD: "made-up-vault", ONLY_VAULT_TOKEN: "made-up-only" };
const read = "process.env.DB_PASSWORD + '+' + process.env.ONLY_VAULT_TOKEN";
const served = "made-up-vault+made-up-only";

interface Way {
  readonly what: string;
  readonly extension?: string;
  readonly code: string;
  readonly expected: string;
}

const worker = (options: string): string => `
  const { Worker, isMainThread, parentPort, SHARE_ENV } = require("worker_threads");
  if (isMainThread) new Worker(__filename, ${options}).on("message", (m) => process.stdout.write(m));
  else parentPort.postMessage(${read});`;

// Every way in which a Node program hands its environment on to more JavaScript of its own.
const ways: readonly Way[] = [
  { what: "a worker", code: worker("{}"), expected: served },
  { what: "a worker that shares the environment", code: worker("{ env: SHARE_ENV }"), expected: served },
  { what: "a worker with env: process.env", code: worker("{ env: process.env }"), expected: served },
  { what: "a worker with a copy", code: worker("{ env: { ...process.env } }"), expected: served },
  { what: "a worker with execArgv []", code: worker("{ execArgv: [] }"), expected: served },
  {
    what: "a worker with an environment of its own",
    code: worker('{ env: { DB_PASSWORD: "own" } }'),
    expected: "own+undefined",
  },
  {
    what: "fork",
    code: `const c = require("child_process"); if (process.argv[2]) process.send(${read}); else c.fork(__filename, ["x"]).on("message", (m) => process.stdout.write(m));`,
    expected: served,
  },
  {
    what: "spawned Node with a copy",
    code: `const c = require("child_process"); if (process.argv[2]) process.stdout.write(${read}); else c.spawn(process.execPath, [__filename, "x"], { stdio: "inherit", env: { ...process.env } });`,
    expected: served,
  },
  {
    what: "cluster",
    code: `const k = require("cluster"); if (k.isMaster) { k.fork({ EXTRA: "1" }).on("message", (m) => { process.stdout.write(m); k.disconnect(); }); } else process.send(${read});`,
    expected: served,
  },
  {
    what: "ES module imports of process",
    extension: "mjs",
    code: `import { env } from "process"; import process2 from "process"; import * as all from "process"; process.stdout.write([env.DB_PASSWORD, process2.env.DB_PASSWORD, all.env.DB_PASSWORD, env === process.env].join());`,
    expected: "made-up-vault,made-up-vault,made-up-vault,true",
  },
  {
    what: "a vm context",
    code: `process.stdout.write(require("vm").runInNewContext("process.env.DB_PASSWORD", { process }));`,
    expected: "made-up-vault",
  },
  {
    what: "a copy",
    code: `const e = { ...process.env }; process.stdout.write(e.DB_PASSWORD + "+" + e.ONLY_VAULT_TOKEN);`,
    expected: served,
  },
];

// Every way in which a program starts another without a word about its environment.
const launches: readonly (readonly [what: string, code: string])[] = [
  ["spawnSync", 'print(c.spawnSync("/usr/bin/env").stdout)'],
  ["execFileSync", 'print(c.execFileSync("/usr/bin/env"))'],
  ["execSync", 'print(c.execSync("env"))'],
  ["spawn", 'c.spawn("/usr/bin/env").stdout.on("data", print)'],
  ["execFile", 'c.execFile("/usr/bin/env", (_, output) => print(output))'],
  ["exec", 'c.exec("env", (_, output) => print(output))'],
  ["spawn with env: undefined", 'c.spawn("/usr/bin/env", { env: undefined }).stdout.on("data", print)'],
];

describe.each(nodesUnderTest)("children and copies on Node $major", ({ path }) => {
  const session = useSession();

  it.skipIf(path === "").each(ways)("$what: served", async ({ code, extension = "cjs", expected }) => {
    session().write({ values });
    const file = session().program(`program.${extension}`, code);
    const result = await runNode(path, [file], { env: session().env(preload, env) });
    expect(result).toMatchObject({ code: 0, stdout: expected, stderr: "" });
  });

  const dump =
    "process.stdout.write(require('child_process').spawnSync('/usr/bin/env', [], { encoding: 'utf8' }).stdout)";

  const launching = (code: string): string =>
    `const print = (text) => process.stdout.write(text); const c = require("child_process"); ${code};`;
  const launched = it.skipIf(path === "").each(launches);

  launched("a child that is not Node inherits what the program would have passed on: %s", async (_, code) => {
    session().write({ values });
    const result = await runNode(path, ["-e", launching(code)], { env: session().env(preload, env) });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toContain("DB_PASSWORD=made-up-vault\n");
    expect(result.stdout).toContain("ONLY_VAULT_TOKEN=made-up-only\n");
    expect(result.stdout).toContain("PLAIN=plain\n");
  });

  launched("a child that is not Node inherits no secret in a strict session: %s", async (_, code) => {
    session().write({ values, body: { strict: true } });
    const result = await runNode(path, ["-e", launching(code)], { env: session().env(preload, env) });
    expect(result.stdout).not.toMatch(/DB_PASSWORD|ONLY_VAULT_TOKEN|made-up/);
    expect(result.stdout).toContain("PLAIN=plain\n");
  });

  it.skipIf(path === "")("a child of a worker, and of an ES module, inherits the same", async () => {
    session().write({ values });
    const file = session().program(
      "program.mjs",
      `import { execSync } from "child_process";
       import { Worker } from "worker_threads";
       const worker = 'process.stdout.write(require("child_process").execSync("env"))';
       process.stdout.write(execSync("env"));
       new Worker(worker, { eval: true });`,
    );
    const result = await runNode(path, [file], { env: session().env(preload, env) });
    expect(result.stdout.match(/^DB_PASSWORD=made-up-vault$/gm)).toHaveLength(2);
    expect(result.stdout.match(/^ONLY_VAULT_TOKEN=made-up-only$/gm)).toHaveLength(2);
  });

  it.skipIf(path === "").each([
    { what: "vault mode", header: { mode: "vault" as const } },
    { what: "dual mode at 100 %", header: { mode: "dual" as const, canary: 100 } },
  ])("a strict session in $what withholds secrets from children and enumeration", async ({ header }) => {
    session().write({ values, header, body: { strict: true } });
    const code = `
      process.stdout.write([${read}, "DB_PASSWORD" in process.env, Object.keys(process.env).includes("ONLY_VAULT_TOKEN"),
        process.env.hasOwnProperty("DB_PASSWORD"), JSON.stringify(process.env).includes("made-up")].join() + "\\n");
      ${dump}`;
    const result = await runNode(path, ["-e", code], { env: session().env(preload, env) });
    expect(result.stdout).toMatch(/^made-up-vault\+made-up-only,false,false,false,false\n/);
    expect(result.stdout).not.toContain("_PASSWORD=");
    expect(result.stdout).not.toContain("_TOKEN=");
    expect(result.stdout).toContain("PLAIN=plain\n");
  });

  it.skipIf(path === "")("a Node child of a strict session routes for itself", async () => {
    session().write({ values, body: { strict: true } });
    const code = `const c = require("child_process"); if (process.argv[2]) process.send(${read}); else c.fork(__filename, ["x"]).on("message", (m) => process.stdout.write(m));`;
    const file = session().program("fork.cjs", code);
    expect((await runNode(path, [file], { env: session().env(preload, env) })).stdout).toBe(served);
  });

  it.skipIf(path === "").each([
    { what: "shadow mode", header: { mode: "shadow" as const } },
    { what: "dual mode below 100 %", header: { mode: "dual" as const, canary: 99 } },
    { what: "a killed session", header: { killed: true } },
  ])("strictness in $what takes nothing from a child that the vault may not serve", async ({ header }) => {
    session().write({ values, header, body: { strict: true } });
    const result = await runNode(path, ["-e", dump], { env: session().env(preload, env) });
    expect(result.stdout).toMatch(/^DB_PASSWORD=/m);
  });

  it.skipIf(path === "")("what the program wrote itself is inherited in a strict session", async () => {
    session().write({ values, body: { strict: true } });
    const code = `process.env.DB_PASSWORD = "mine"; ${dump}`;
    const result = await runNode(path, ["-e", code], { env: session().env(preload, env) });
    expect(result.stdout).toContain("DB_PASSWORD=mine\n");
  });
});
