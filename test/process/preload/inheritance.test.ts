import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { encodedForms } from "../../support/everyPrintedForm";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { type RunResult, runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";

const preload = buildPreload();
const env = { DB_PASSWORD: "made-up-env" };
const values = { DB_PASSWORD: "made-up-vault", ONLY_VAULT_TOKEN: "made-up-only" };
const show = "[process.env.DB_PASSWORD, process.env.ONLY_VAULT_TOKEN].join()";

const ways = [
  ["by default", ""],
  ["as a copy", ", env: { ...process.env }"],
  ["as Object.assign copies it", ", env: Object.assign({}, process.env)"],
  ["by its descriptors", ", env: Object.defineProperties({}, Object.getOwnPropertyDescriptors(process.env))"],
] as const;

describe.each(nodesUnderTest)("what Node $major's children inherit", ({ path }) => {
  const session = useSession();

  function run(code: string, extra: Readonly<Record<string, string>> = {}): Promise<RunResult> {
    const file = session().program("launcher.cjs", code);
    return runNode(path, [file], { env: session().env(preload, { ...env, ...extra }) });
  }

  /** A launcher as npx is one: a Node program that starts another with the environment as it sees it. */
  function launch(options: string, inChild = ""): Promise<RunResult> {
    session().write({ values });
    const next = `${session().root}/next`;
    writeFileSync(next, session().seal({ values: {}, header: { killed: true } }), { mode: 0o600 });
    const code = `
      const { spawnSync } = require("child_process");
      const { renameSync } = require("fs");
      const kill = () => renameSync(process.env.NEXT_LEASE, process.env.LEASE);
      if (process.argv[2] === "child") { ${inChild}; process.stdout.write(${show}); }
      else spawnSync(process.execPath, [__filename, "child"], { stdio: "inherit"${options} });`;
    return run(code, { NEXT_LEASE: next, LEASE: session().leasePath });
  }

  it.skipIf(path === "").each(ways)("the vault's value, passed on %s, is served", async (_how, options) => {
    expect((await launch(options)).stdout).toBe("made-up-vault,made-up-only");
  });

  it.skipIf(path === "").each(ways)(
    "after a kill a child that was given the vault's values %s has its plain environment",
    async (_how, options) => {
      expect(await launch(options, "kill()")).toMatchObject({ code: 0, stdout: "made-up-env,", stderr: "" });
    },
  );

  it.skipIf(path === "")(
    "what the program itself gives its child is the child's plain environment",
    async () => {
      const own = ', env: { ...process.env, DB_PASSWORD: "made-up-own" }';
      expect((await launch(own, "kill()")).stdout).toBe("made-up-own,");
    },
  );

  it.skipIf(path === "")("a child compares with what the environment held before", async () => {
    await launch("");
    const compared = session().eventsOf("compare");
    const results = compared.filter(({ name }) => name === "DB_PASSWORD").map(({ result }) => result);
    expect(new Set(results)).toEqual(new Set(["mismatch"]));
  });

  it.skipIf(path === "")("a grandchild inherits as a child does", async () => {
    session().write({ values });
    const code = `
      const { spawnSync } = require("child_process");
      const depth = Number(process.argv[2] || 0);
      if (depth === 3) process.stdout.write(${show});
      else spawnSync(process.execPath, [__filename, String(depth + 1)], { stdio: "inherit" });`;
    expect((await run(code)).stdout).toBe("made-up-vault,made-up-only");
    expect(session().errorCodes()).toEqual([]);
  });

  it.skipIf(path === "")(
    "the handle in a copy shows neither the vault's values nor the environment's",
    async () => {
      session().write({ values });
      const { stdout } = await run(
        "process.stdout.write(JSON.stringify({ ...process.env }.VSCODE_SECRET_ROUTER_SESSION));",
      );
      expect(stdout.split("|")[4]).toMatch(/^[A-Za-z0-9+/]{40,}=*$/);
      for (const value of [env.DB_PASSWORD, ...Object.values(values)]) {
        for (const form of encodedForms(value)) expect(stdout).not.toContain(form);
      }
    },
  );

  it.skipIf(path === "")("a list that was changed on the way is left alone", async () => {
    // The first letter of the sealed list, before the directory; always another one.
    const tamper =
      '.replace(/[|](.)([^|]{30,}[|][/])/, (_, c, rest) => "|" + (c === "A" ? "B" : "A") + rest)';
    const handle = `process.env.VSCODE_SECRET_ROUTER_SESSION${tamper}`;
    const broken = `, env: { ...process.env, VSCODE_SECRET_ROUTER_SESSION: ${handle} }`;
    const { stdout, stderr } = await launch(broken, "kill()");
    expect({ stdout, stderr }).toEqual({ stdout: "made-up-vault,made-up-only", stderr: "" });
  });

  it.skipIf(path === "")("a child that is not Node gets what the program would have passed on", async () => {
    session().write({ values });
    const code = `require("child_process").spawnSync("printenv", ["DB_PASSWORD"], { stdio: "inherit" });`;
    expect((await run(code)).stdout).toBe("made-up-vault\n");
  });
});
