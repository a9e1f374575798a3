import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest, oldNode } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";

const preload = buildPreload();
const values = { DB_PASSWORD: "made-up-vault" };
const env = { DB_PASSWORD: "made-up-env" };
const print = "process.stdout.write(String(process.env.DB_PASSWORD))";

describe.each(nodesUnderTest)("the preloader on Node $major", ({ path, major }) => {
  const session = useSession();

  function run(code: string, extra: Record<string, string> = {}) {
    return runNode(path, ["-e", code], { env: { ...session().env(preload, env), ...extra } });
  }

  it.skipIf(path === "").each([
    { what: "SECRET_ROUTER is 0", extra: { SECRET_ROUTER: "0" } },
    { what: "there is no handle", extra: { VSCODE_SECRET_ROUTER_SESSION: "" } },
    { what: "the handle does not parse", extra: { VSCODE_SECRET_ROUTER_SESSION: "1|x|-|-|/nowhere" } },
  ])("stays out when $what", async ({ extra }) => {
    session().write({ values });
    const code = `${print}; process.stdout.write("," + require("util").types.isProxy(process.env))`;
    expect(await run(code, extra)).toMatchObject({ code: 0, stdout: "made-up-env,false", stderr: "" });
    expect(session().events()).toEqual([]);
  });

  it.skipIf(path === "")("opens and loads nothing before the first routed read", async () => {
    session().write({ values });
    const file = session().program(
      "idle.js",
      `
      process.env.PATH; process.env.NO_SUCH; "HOME" in process.env; process.env.PLAIN = "x"; process.env.OTHER_TOKEN = "x";
      process.stdout.write([process.moduleLoadList.includes("NativeModule crypto"), process.listenerCount("exit")].join());`,
    );
    const result = await runNode(path, [file], { env: session().env(preload) });
    expect(result.stdout).toBe("false,0");
    expect(session().events()).toEqual([]);
  });

  it.skipIf(path === "")("installs once when two copies of it are loaded", async () => {
    session().write({ values });
    const copy = join(session().root, "copy.cjs");
    copyFileSync(preload, copy);
    const both = `--require "${preload}" --require "${copy}"`;
    const code = `const before = process.env; require(${JSON.stringify(preload)}); ${print}; process.stdout.write(String(before === process.env))`;
    expect(await run(code, { NODE_OPTIONS: both })).toMatchObject({
      stdout: "made-up-vaulttrue",
      stderr: "",
    });
    expect(session().eventsOf("start")).toHaveLength(1);
    expect(session().eventsOf("reads")).toMatchObject([{ count: 1 }]);
  });

  it.skipIf(path === "")("leaves a flag that test frameworks neither see nor walk", async () => {
    const code = `const s = Symbol.for("secret-router.preloaded"); const d = Object.getOwnPropertyDescriptor(process, s);
      process.stdout.write([typeof d.value, d.enumerable, Object.keys(globalThis).length].join())`;
    const bare = await run(`process.stdout.write(String(Object.keys(globalThis).length))`, {
      NODE_OPTIONS: "",
    });
    expect((await run(code)).stdout).toBe(`boolean,false,${bare.stdout}`);
  });

  it.skipIf(path === "").each([false, true])(
    "is untouched by a polluted Object.prototype, enumerable: %s",
    async (enumerable) => {
      session().write({ values, entries: [{ name: "BARE_TOKEN", status: "ready" }] });
      const code = `
      // Node's own modules do not load under such a prototype, so they are loaded before.
      require("crypto");
      const { writeSync } = require("fs");
      const polluted = { value: "evil", fingerprint: "evil", bigint: true, throwIfNoEntry: true, authTagLength: 4, killed: true,
        DB_PASSWORD: "evil", getOwnPropertyDescriptor: () => ({}), ownKeys: () => [], has: () => true,
        deleteProperty: () => true, apply() {}, toJSON: () => "evil", configurable: false, get: () => "evil", set() {} };
      for (const key of Object.keys(polluted)) {
        const descriptor = Object.create(null);
        descriptor.value = polluted[key];
        descriptor.writable = descriptor.configurable = true;
        descriptor.enumerable = ${enumerable};
        Object.defineProperty(Object.prototype, key, descriptor);
      }
      const listed = Object.keys(process.env).includes("DB_PASSWORD");
      writeSync(1, [process.env.DB_PASSWORD, process.env.BARE_TOKEN, "BARE_TOKEN" in process.env, listed].join());`;
      // An entry that is ready without a value is no value, whatever Object.prototype says.
      expect(await run(code)).toMatchObject({ code: 0, stdout: "made-up-vault,,false,true", stderr: "" });
      expect(session().eventsOf("reads")).toMatchObject([{ source: "vault" }, { source: "none" }]);
    },
  );

  it.skipIf(path === "")("is untouched by replaced built-ins", async () => {
    session().write({ values });
    // Before Node 20 the file functions are taken at the first routed read, see src/preload/files.ts.
    const files =
      major >= 20 ? ["openSync", "readSync", "fstatSync", "lstatSync", "closeSync", "writeSync"] : [];
    const code = `
      // Node 14's own modules use Function.prototype.call, so there it stays.
      require("crypto");
      const { writeSync } = require("fs");
      const broken = () => { throw new Error("replaced"); };
      for (const name of ${JSON.stringify(files)}) require("fs")[name] = broken;
      Date.now = process.hrtime = process.kill = process.on = global.setTimeout = Atomics.wait = broken;
      JSON.stringify = Reflect.get = Reflect.ownKeys = Reflect.apply = Map.prototype.get = Map.prototype.set = broken;
      Object.keys = Object.assign = Object.create = Buffer.alloc = Buffer.from = broken;
      Object.prototype.hasOwnProperty = Function.prototype.bind = broken;
      ${major >= 16 ? "Function.prototype.call = broken;" : ""}
      writeSync(1, process.env.DB_PASSWORD);`;
    expect(await run(code)).toMatchObject({ code: 0, stdout: "made-up-vault", stderr: "" });
    expect(session().errorCodes()).toEqual([]);
  });

  it.skipIf(path === "")("throws nothing where the program broke what name matching needs", async () => {
    session().write({ values });
    const code = `
      const { writeSync } = require("fs");
      String.prototype.toUpperCase = String.prototype.startsWith = Array.prototype.some = Array.prototype.indexOf = null;
      process.env.NEW_TOKEN = "made-up-new";
      delete process.env.OLD_TOKEN;
      Object.defineProperty(process.env, "DEFINED_TOKEN", { value: "x", configurable: true, writable: true, enumerable: true });
      const keys = Object.keys(process.env);
      writeSync(1, [process.env.NEW_TOKEN, "OLD_TOKEN" in process.env, keys.length > 3, process.env.DB_PASSWORD].join());`;
    const result = await run(code, { OLD_TOKEN: "made-up-old" });
    expect(result).toMatchObject({ code: 0, stdout: "made-up-new,false,true,made-up-env", stderr: "" });
  });

  it.skipIf(path === "").each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "routes a secret that is called %s like any other",
    async (name) => {
      session().write({ entries: [{ name, status: "ready", value: "made-up-odd" }] });
      const handle = session().handle({ rules: { names: [name], include: [], exclude: [], scope: null } });
      const code = `process.stdout.write([process.env[${JSON.stringify(name)}], Object.keys({ ...process.env }).length > 3, process.env.DB_PASSWORD].join())`;
      const result = await run(code, { VSCODE_SECRET_ROUTER_SESSION: handle });
      expect(result).toMatchObject({ code: 0, stdout: "made-up-odd,true,made-up-env", stderr: "" });
    },
  );

  it.skipIf(path === "")("turns itself off after more errors than the threshold and says so", async () => {
    const code = `
      const fs = require("fs"), lease = ${JSON.stringify(session().leasePath)}, good = fs.readFileSync(lease);
      process.env.DB_PASSWORD;
      let count = 0;
      const spoil = () => {
        fs.writeFileSync(lease + "x", Buffer.concat([good, Buffer.alloc(++count)]), { mode: 0o600 });
        fs.renameSync(lease + "x", lease);
        setTimeout(() => { process.env.DB_PASSWORD; if (count < 4) return spoil(); fs.writeFileSync(lease, good); setTimeout(() => ${print}, 250); }, 230);
      };
      spoil();`;
    session().write({ values, body: { errorThreshold: 2 } });
    expect(await run(code)).toMatchObject({ code: 0, stdout: "made-up-env", stderr: "" });
    expect(
      session()
        .eventsOf("error")
        .map(({ code, off }) => [code, off]),
    ).toEqual([
      ["LEASE_CORRUPT", false],
      ["LEASE_CORRUPT", false],
      ["LEASE_CORRUPT", true],
    ]);
  });

  it.skipIf(path === "").each([
    {
      what: "an exit code",
      code: "process.env.DB_PASSWORD; process.exit(7)",
      expected: { code: 7, stderr: "" },
    },
    {
      what: "process.exitCode",
      code: "process.env.DB_PASSWORD; process.exitCode = 3",
      expected: { code: 3, stderr: "" },
    },
    {
      what: "an uncaught exception",
      code: "process.env.DB_PASSWORD; throw new Error('mine')",
      expected: { code: 1, stderr: expect.stringContaining("Error: mine") },
    },
    {
      what: "ten exit listeners of its own",
      code: "process.env.DB_PASSWORD; for (let i = 0; i < 10; i++) process.on('exit', () => {})",
      expected: { code: 0, stderr: "" },
    },
    {
      what: "a deep recursion",
      code: "let n = 0; (function down() { n++; process.env.DB_PASSWORD; process.env.PATH; try { down(); } catch { } })(); process.stdout.write(process.env.DB_PASSWORD)",
      expected: { code: 0, stdout: "made-up-vault", stderr: "" },
    },
    {
      what: "warnings as errors",
      code: "process.env.DB_PASSWORD",
      expected: { code: 0, stderr: "" },
      extra: { NODE_PENDING_DEPRECATION: "1" },
    },
  ])("leaves $what as it is", async ({ code, expected, extra = {} }) => {
    session().write({ values });
    expect(await run(code, extra)).toMatchObject(expected);
    expect(session().eventsOf("end")).toHaveLength(1);
  });

  it.skipIf(path === "")("leaves -p, --version and a program on standard input as they are", async () => {
    session().write({ values });
    const options = { env: session().env(preload, env) };
    expect((await runNode(path, ["-p", "process.env.DB_PASSWORD"], options)).stdout).toBe("made-up-vault\n");
    expect((await runNode(path, ["--version"], options)).stdout).toMatch(/^v\d+/);
    expect((await runNode(path, ["-", "argument"], { ...options, input: print })).stdout).toBe(
      "made-up-vault",
    );
  });

  it.skipIf(path === "")("never reports an argument of the program", async () => {
    session().write({ values });
    const options = { env: session().env(preload, env) };
    await runNode(path, ["-e", print, "/made-up-argument"], options);
    await runNode(path, ["-", "/made-up-argument"], { ...options, input: print });
    expect(
      session()
        .eventsOf("start")
        .map(({ program }) => program),
    ).toEqual([path, path]);
  });

  it.skipIf(path === "")("goes on without an events folder", async () => {
    session().write({ values });
    rmSync(join(session().directory, "events"), { recursive: true });
    expect(await run(print)).toMatchObject({ code: 0, stdout: "made-up-vault", stderr: "" });
  });

  it.skipIf(path === "")("writes events for the owner alone and follows no link", async () => {
    session().write({ values });
    const target = join(session().root, "target");
    writeFileSync(target, "untouched");
    rmSync(join(session().directory, "events"), { recursive: true });
    mkdirSync(join(session().directory, "events"), { mode: 0o700 });
    const code = `process.umask(0); ${print}; setTimeout(() => { const fs = require("fs"), dir = ${JSON.stringify(join(session().directory, "events"))};
      const file = dir + "/" + fs.readdirSync(dir)[0]; const mode = (fs.statSync(file).mode & 0o777).toString(8);
      fs.unlinkSync(file); fs.symlinkSync(${JSON.stringify(target)}, file); ${print}; process.stdout.write(mode); }, 260);`;
    expect((await run(code)).stdout).toBe("made-up-vaultmade-up-vault600");
    expect(readFileSync(target, "utf8")).toBe("untouched");
  });

  it.skipIf(path === "")("shows names and masks values on the console", async () => {
    session().write({ values: { ...values, ONLY_VAULT_TOKEN: "made-up-only" } });
    const code =
      "console.log(process.env); console.error(require('util').inspect(process, { depth: 5, showHidden: true, showProxy: true, getters: true }))";
    const result = await run(code, { LEFT_TOKEN: "made-up-left" });
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("DB_PASSWORD: '[routed]'");
    expect(result.stdout).toContain("ONLY_VAULT_TOKEN: '[routed]'");
    expect(result.stdout).toContain("VSCODE_SECRET_ROUTER_SESSION: '[routed]'");
    expect(result.stdout + result.stderr).not.toContain("made-up-");
    expect(result.stdout + result.stderr).not.toContain(session().key.toString("hex"));
  });
});

describe("the preloader on Node 12", () => {
  const session = useSession();
  const path = oldNode() ?? "";

  it.skipIf(path === "")("parses, stays out and stays silent", async () => {
    session().write({ values });
    const result = await runNode(path, ["-e", print], { env: session().env(preload, env) });
    expect(result).toMatchObject({ code: 0, stdout: "made-up-env", stderr: "" });
    expect(session().events()).toEqual([]);
  });
});
