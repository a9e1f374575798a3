import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type LeakHome, makeLeakHome, nodeProgram, shellProgram } from "../../support/leak/leakHome";
import { core, makeUpSecrets } from "../../support/leak/madeUpSecrets";
import { memoryHolds, memoryOfProcesses } from "../../support/leak/processMemory";
import { until } from "../../support/until";
import { canStartOwnVault, startOwnVault, type TestVault } from "../../support/vault/startVault";

const deadlineMs = 12_000;
const values: Readonly<Record<string, string>> = makeUpSecrets();
const names = Object.keys(values);
const environment = `made-up-environment-${core()}`;
const imported = `made-up-imported-${core()}`;
const password = `made-up-password-${core()}`;
const wrongToken = `hvs.wrong${core()}`;
const policy = 'path "secret/*" { capabilities = ["create","read","update","patch","delete"] }';

describe.skipIf(!canStartOwnVault)("with a real OpenBao", () => {
  let vault: TestVault;
  let at: LeakHome;
  let secrets: Record<string, string>;

  beforeAll(async () => {
    vault = await startOwnVault();
    const { admin } = vault;
    await admin.putKv2("secret", "app", values);
    await admin.createPolicy("reader", policy);
    await admin.enableUserpass();
    await admin.createUser("alice", password, { token_policies: "reader" });
    await admin.enableApprole();
    const { roleId, secretId } = await admin.createRole("robot", { token_policies: "reader" });
    const token = await admin.createToken({ policies: ["reader"], ttl: "1h" });
    secrets = { ...values, environment, imported, password, wrongToken, roleId, secretId, token };
  });
  afterAll(() => vault?.stop());

  beforeEach(() => {
    at = makeLeakHome(secrets);
    const references = names.map((name) => [`${name.toUpperCase()}_TOKEN`, `vault:secret/app#${name}`]);
    at.configure({ vault_url: vault.address, secrets: Object.fromEntries(references) });
  });
  afterEach(() => at.remove());

  async function expectServed(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { code, stdout } = await at.say(["resolve", "--json"], { env });
    expect({ code, found: stdout.match(/"error": null/g) }).toEqual({
      code: 0,
      found: names.map(() => '"error": null'),
    });
    for (const program of [nodeProgram, shellProgram]) {
      const running = await at.startProgram({ env, flags: ["--mode", "vault"], program });
      at.hunt.searchFolder(at.home);
      expect(await running.end()).toEqual({ code: 7, stderr: "" });
    }
  }

  test.each([
    ["token", () => ["--method", "token"], () => secrets["token"]],
    ["userpass", () => ["--method", "userpass", "--username", "alice"], () => password],
    [
      "approle",
      () => ["--method", "approle", "--role-id", String(secrets["roleId"])],
      () => secrets["secretId"],
    ],
  ])("login by %s, reading, running and logout keep every secret", async (method, flags, credential) => {
    // A role's id is half a name: it may be an argument, and stands in vaults.json.
    if (method === "approle") {
      at.finish();
      const { roleId: _, ...rest } = secrets;
      at = makeLeakHome(rest);
      at.configure({ vault_url: vault.address, secrets: { PLAIN_TOKEN: "vault:secret/app#plain" } });
    }
    const login = await at.say(["vault", "login", vault.address, ...flags()], { input: `${credential()}\n` });
    expect(login).toMatchObject({ code: 0, stderr: "" });
    if (method !== "approle") await expectServed();
    for (const command of [
      ["vault", "list"],
      ["doctor"],
      ["audit", "--json"],
      ["vault", "logout", vault.address],
    ]) {
      await at.say(command);
    }
    at.finish();
  });

  test.each([
    ["a token", () => ({ VAULT_TOKEN: String(secrets["token"]) })],
    [
      "approle",
      () => ({ VAULT_ROLE_ID: String(secrets["roleId"]), VAULT_SECRET_ID: String(secrets["secretId"]) }),
    ],
    ["a user and password", () => ({ VAULT_USERNAME: "alice", VAULT_PASSWORD: password })],
  ])("%s from the environment keeps every secret", async (_, credential) => {
    await expectServed({ VAULT_ADDR: vault.address, ...credential() });
    at.finish();
  });

  test("a token file keeps every secret", async () => {
    const file = join(at.home, ".vault-token");
    writeFileSync(file, `${secrets["token"]}\n`, { mode: 0o600 });
    const flags = ["--method", "token-file", "--token-file", file];
    const login = await at.say(["vault", "login", vault.address, ...flags]);
    expect(login).toMatchObject({ code: 0, stderr: "" });
    for (const command of [["resolve"], ["vault", "list"], ["doctor"], ["audit", "--json"]]) {
      expect((await at.say(command)).code).toBe(0);
    }
    const running = await at.startProgram({ flags: ["--mode", "vault"] });
    expect(await running.end()).toEqual({ code: 7, stderr: "" });
    await at.say(["vault", "logout", vault.address]);
    at.finish({ except: [file] });
  });

  test("writing, importing and removing keep every secret", async () => {
    await at.say(["vault", "login", vault.address], { input: secrets["token"] ?? "" });
    at.configure({ vault_url: vault.address, provider: "vault", vault_path: "secret/{project}#{name}" });
    expect((await at.say(["set", "NEW_TOKEN"], { input: values["quoted"] ?? "" })).code).toBe(0);
    const file = join(at.project, ".env");
    writeFileSync(file, `IMPORTED_TOKEN=${imported}\n`);
    expect((await at.say(["import", ".env", "--delete"])).code).toBe(0);
    at.hunt.searchFolder(at.home);
    expect((await at.say(["import", "--undo", ".env"])).code).toBe(0);
    expect(readFileSync(file, "utf8")).toContain(imported);
    expect((await at.say(["rm", "NEW_TOKEN"])).code).toBe(0);
    at.finish({ except: [file] });
  });

  test.skipIf(memoryOfProcesses.path === undefined)(
    "in shadow mode neither a value of the vault nor the token of a login enters the program",
    async () => {
      await at.say(["vault", "login", vault.address], { input: secrets["token"] ?? "" });
      const running = await at.startProgram({ flags: ["--mode", "shadow"] });
      const inMemory = [...Object.values(values), String(secrets["token"])].map((value) =>
        memoryHolds(running.childPid, value.slice(0, 26)),
      );
      await running.end();
      expect(inMemory).not.toContain(true);
    },
  );

  test.each([
    ["a token that the vault does not know", () => ({ VAULT_TOKEN: wrongToken }), "VAULT_TOKEN_EXPIRED"],
    [
      "a wrong password",
      () => ({ VAULT_USERNAME: "alice", VAULT_PASSWORD: wrongToken }),
      "VAULT_LOGIN_FAILED",
    ],
    [
      "a wrong secret id",
      () => ({ VAULT_ROLE_ID: String(secrets["roleId"]), VAULT_SECRET_ID: wrongToken }),
      "VAULT_LOGIN_FAILED",
    ],
  ])("%s: one message, the program's own environment, no leak", async (_, credential, code) => {
    await expectOneMessage(at, { VAULT_ADDR: vault.address, ...credential() }, code);
    at.finish();
  });
});

describe.skipIf(!canStartOwnVault)("with a real OpenBao that", () => {
  test("is sealed, then down, while a program runs: the last good value stays; at start: one message each", async () => {
    const vault = await startOwnVault();
    const at = makeLeakHome({ token: vault.rootToken, value: values["quoted"] ?? "", environment });
    const env = { VAULT_ADDR: vault.address, VAULT_TOKEN: vault.rootToken };
    try {
      await vault.admin.putKv2("secret", "app", { api_key: values["quoted"] });
      at.configure({ mode: "vault", secrets: { APP_TOKEN: "vault:secret/app#api_key" } });
      const expected = { APP_TOKEN: environment, EXPECTED: values["quoted"] ?? "" };
      const running = await at.startProgram({ env: { ...env, ...expected } });
      await until(async () => (await at.say(["status", "--json"])).stdout.includes('"state": "ready"'), {
        what: "the value to be there before the vault is sealed",
      });
      await vault.admin.seal();
      await at.say(["refresh"]);
      await expectOneMessage(at, env, "VAULT_SEALED");
      await at.say(["doctor"], { env });
      await vault.stop();
      await at.say(["refresh"]);
      await expectOneMessage(at, env, "VAULT_UNREACHABLE");
      expect((await running.end()).code).toBe(7);
      at.finish();
    } finally {
      at.remove();
      await vault.stop();
    }
  });

  test("has a certificate of nobody we trust: one message, no token sent, no leak", async () => {
    const vault = await startOwnVault({ tls: true });
    const at = makeLeakHome({ token: vault.rootToken, environment });
    try {
      await expectOneMessage(at, { VAULT_ADDR: vault.address, VAULT_TOKEN: vault.rootToken }, "VAULT_TLS");
      await at.say(["vault", "login", vault.address], { input: vault.rootToken });
      at.finish();
    } finally {
      at.remove();
      await vault.stop();
    }
  });
});

async function expectOneMessage(
  at: LeakHome,
  vault: Readonly<Record<string, string>>,
  code: string,
): Promise<void> {
  const env = { ...vault, APP_TOKEN: environment, EXPECTED: environment };
  at.configure({ mode: "vault", secrets: { APP_TOKEN: "vault:secret/app#plain" } });
  const running = await at.startProgram({ env });
  await until(() => /\]\n {2}\S.*\n/.test(running.stderr()), { what: "the message", timeoutMs: deadlineMs });
  const { code: exitCode, stderr } = await running.end();
  expect({ exitCode, told: stderr.match(/\[[A-Z_]+\]/g) }).toEqual({ exitCode: 7, told: [`[${code}]`] });
  expect((await at.say(["resolve"], { env, timeoutMs: deadlineMs })).stdout).toContain(`[${code}]`);
}
