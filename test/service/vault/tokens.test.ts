import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../../src/core/provider";
import { parseReference } from "../../../src/core/reference";
import { SecretValue } from "../../../src/core/secretValue";
import { createVaultProvider, type VaultProvider } from "../../../src/providers/vault/createVaultProvider";
import type { VaultAuth } from "../../../src/providers/vault/vaultConnection";
import { vaultLogin } from "../../../src/providers/vault/vaultLogin";
import { everyPrintedForm } from "../../support/everyPrintedForm";
import { until } from "../../support/until";
import { canStartOwnVault, startOwnVault, type TestVault } from "../../support/vault/startVault";

const never = new AbortController().signal;
const app = parseReference("vault:secret/app#api_key");
const forbidden = parseReference("vault:secret/forbidden#api_key");
const password = "made-up-password-58ac";

describe.skipIf(!canStartOwnVault)("tokens on a real server", () => {
  let vault: TestVault;
  let directory: string;
  let role: { roleId: string; secretId: string };
  const open: VaultProvider[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "secret-router-tokens-"));
    vault = await startOwnVault();
    const { admin } = vault;
    await admin.putKv2("secret", "app", { api_key: "made-up-app" });
    await admin.putKv2("secret", "forbidden", { api_key: "made-up-forbidden" });
    await admin.createPolicy("app", 'path "secret/data/app" { capabilities = ["read"] }');
    await admin.enableUserpass();
    await admin.createUser("alice", password, { token_policies: "app", token_ttl: "1h" });
    await admin.enableApprole();
    role = await admin.createRole("app", { token_policies: "app", token_ttl: "1h" });
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((provider) => provider.close()));
  });

  afterAll(async () => {
    await vault?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(["approle", "userpass"] as const)("reads after a login by %s", async (method) => {
    expect(shown(await read(provide(auth(method))))).toBe("made-up-app");
  });

  it.each(["approle", "userpass"] as const)(
    "logs in again by %s when the token is revoked midway",
    async (method) => {
      const provider = provide(auth(method));
      await read(provider);
      const before = await accessors();
      await vault.admin.call("POST", "auth/token/revoke-accessor", { accessor: before.at(-1) });
      for (const accessor of before) await revokeQuietly(accessor);
      const answers = await Promise.all(Array.from({ length: 10 }, () => read(provider)));
      expect(answers.map(shown)).toEqual(Array(10).fill("made-up-app"));
      expect((await accessors()).length).toBe(1);
    },
  );

  it("logs in again when a token that cannot be renewed has expired", async () => {
    await vault.admin.createUser("short", password, {
      token_policies: "app",
      token_ttl: "1s",
      token_max_ttl: "1s",
    });
    const provider = provide({ method: "userpass", username: "short", password: new SecretValue(password) });
    expect(shown(await read(provider))).toBe("made-up-app");
    const endsAt = Date.now() + 2500;
    await until(() => Date.now() > endsAt, { what: "the token to expire" });
    expect(shown(await read(provider))).toBe("made-up-app");
  });

  it("keeps a token of three seconds alive in the background, for two windows at once", async () => {
    const token = await vault.admin.createToken({ policies: ["app"], ttl: "3s", period: "3s" });
    const windows = [1, 2].map(() => provide({ method: "token", token: new SecretValue(token) }));
    for (const window of windows) await read(window);
    const endsAt = Date.now() + 7000;
    await until(() => Date.now() > endsAt, { what: "twice the token's life" });
    for (const window of windows) expect(shown(await read(window))).toBe("made-up-app");
  });

  it("renews a login's token within its first life", async () => {
    await vault.admin.createUser("renewed", password, {
      token_policies: "app",
      token_ttl: "2s",
      token_max_ttl: "1h",
    });
    const provider = provide({
      method: "userpass",
      username: "renewed",
      password: new SecretValue(password),
    });
    const before = await accessors();
    await read(provider);
    const used = (await accessors()).filter((accessor) => !before.includes(accessor));
    const endsAt = Date.now() + 4000;
    await until(() => Date.now() > endsAt, { what: "twice the token's life" });
    expect(used).toHaveLength(1);
    expect(await accessors()).toEqual(expect.arrayContaining(used));
    expect(shown(await read(provider))).toBe("made-up-app");
  });

  it("tells an expired token from a policy that forbids", async () => {
    const token = await vault.admin.createToken({ policies: ["app"], ttl: "1h" });
    const provider = provide({ method: "token", token: new SecretValue(token) });
    expect(shown(await read(provider, forbidden))).toBe("VAULT_FORBIDDEN");
    expect(shown(await read(provider))).toBe("made-up-app");
    await vault.admin.revokeToken(token);
    // Whether the token lives is asked only so often, so the first answer after a revocation may still blame the policy.
    const code = await until(async () => shown(await read(provider)) === "VAULT_TOKEN_EXPIRED", {
      what: "the revocation to be told",
    });
    expect(code).toBe(true);
    const outcome = await read(provider);
    expect(everyPrintedForm(outcome)).not.toContain(token);
  });

  it("notices a new token in the token file, and one that is taken away", async () => {
    const path = join(directory, "token");
    const first = await vault.admin.createToken({ policies: ["app"] });
    writeFileSync(path, `${first}\n`);
    const provider = provide({ method: "tokenFile", path });
    expect(shown(await read(provider))).toBe("made-up-app");
    const second = await vault.admin.createToken({ policies: ["app"] });
    writeFileSync(path, `${second}\r\n`);
    await vault.admin.revokeToken(first);
    expect(shown(await read(provider))).toBe("made-up-app");
    unlinkSync(path);
    expect(shown(await read(provider))).toBe("VAULT_NOT_LOGGED_IN");
  });

  it.each([
    ["is empty", ""],
    ["holds two lines", "made-up-one\nmade-up-two\n"],
    ["is too large", "x".repeat(16 * 1024 + 1)],
  ])("refuses a token file that %s", async (_what, content) => {
    const path = join(directory, "odd-token");
    writeFileSync(path, content);
    expect(shown(await read(provide({ method: "tokenFile", path })))).toBe("VAULT_NOT_LOGGED_IN");
  });

  it("refuses a folder in the token file's place", async () => {
    expect(shown(await read(provide({ method: "tokenFile", path: directory })))).toBe("VAULT_NOT_LOGGED_IN");
  });

  it("does not lock a user out with a wrong password", async () => {
    await vault.admin.createUser("bob", password, { token_policies: "app" });
    const provider = provide({
      method: "userpass",
      username: "bob",
      password: new SecretValue("made-up-wrong"),
    });
    for (let round = 0; round < 20; round++) expect(shown(await read(provider))).toBe("VAULT_LOGIN_FAILED");
    const right = provide({ method: "userpass", username: "bob", password: new SecretValue(password) });
    expect(shown(await read(right))).toBe("made-up-app");
  });

  it.each(["o'brien", "a=b", "a&b", "a?b", "a#b", "a%2fb", "a+b", "üser", "a b"])(
    "asks for the user %s and no other",
    async (username) => {
      const created = await vault.admin.call(
        "POST",
        `auth/userpass/users/${encodeURIComponent(username)}`,
        { password, token_policies: "app" },
        { allow: [400, 404] },
      );
      const outcome = await read(
        provide({ method: "userpass", username, password: new SecretValue(password) }),
      );
      // Some names are not allowed on the server; those must be refused and never become another's.
      expect(shown(outcome)).toBe(created.status < 300 ? "made-up-app" : "VAULT_LOGIN_FAILED");
    },
  );

  it.each(["", ".", "..", "../../sys/mounts", "a/b", "a\0b", "a\r\nX-Vault-Token: x"])(
    "refuses the user name %j before anything is sent",
    async (username) => {
      const outcome = await read(
        provide({ method: "userpass", username, password: new SecretValue(password) }),
      );
      expect(shown(outcome)).toBe("REFERENCE_INVALID");
    },
  );

  it.each(["approle", "userpass"] as const)(
    "shows what a login by %s brought, but no token",
    async (method) => {
      const result = await vaultLogin({ address: vault.address }, auth(method), never);
      expect(result).toMatchObject({ ttlSeconds: 3600, renewable: true, policies: ["app", "default"] });
      expect(everyPrintedForm(result)).not.toContain(result.token.reveal());
    },
  );

  it("checks a token that is given at the login", async () => {
    const connection = { address: vault.address };
    const token = (text: string): VaultAuth => ({ method: "token", token: new SecretValue(text) });
    const root = await vaultLogin(connection, token(vault.rootToken), never);
    expect(root).toMatchObject({ policies: ["root"] });
    expect(root.ttlSeconds).toBeUndefined();
    await expect(vaultLogin(connection, token("made-up-unknown"), never)).rejects.toMatchObject({
      code: "VAULT_LOGIN_FAILED",
    });
    await expect(vaultLogin(connection, token(" "), never)).rejects.toMatchObject({
      code: "VAULT_NOT_LOGGED_IN",
    });
  });

  it("reports lifetime, capabilities and what the policy lacks", async () => {
    const token = await vault.admin.createToken({ policies: ["app"], ttl: "5m", renewable: false });
    const provider = provide({ method: "token", token: new SecretValue(token) });
    await provider.resolve([app, forbidden], never);
    const health = await provider.health(never);
    expect(health.ok).toBe(true);
    expect(health.credentialTtlSeconds).toBeGreaterThan(290);
    expect(health.credentialTtlSeconds).toBeLessThanOrEqual(300);
    expect(health.warnings.map(({ code }) => code)).toEqual(["VAULT_TOKEN_EXPIRED", "VAULT_FORBIDDEN"]);
    const capabilities = await provider.capabilities(["secret/app", "secret/forbidden"], never);
    expect([...capabilities]).toEqual([
      ["secret/app", ["read"]],
      ["secret/forbidden", ["deny"]],
    ]);
  });

  it("reports an unknown token as not healthy", async () => {
    const health = await provide({ method: "token", token: new SecretValue("made-up-unknown") }).health(
      never,
    );
    expect(health).toMatchObject({ ok: false, error: { code: "VAULT_TOKEN_EXPIRED" } });
  });

  function auth(method: "approle" | "userpass"): VaultAuth {
    if (method === "approle") {
      return { method, roleId: role.roleId, secretId: new SecretValue(role.secretId) };
    }
    return { method, username: "alice", password: new SecretValue(password) };
  }

  function provide(chosen: VaultAuth): VaultProvider {
    const provider = createVaultProvider({ address: vault.address, auth: chosen });
    open.push(provider);
    return provider;
  }

  /** Of the tokens that logins made, which have the policy `app`. */
  async function accessors(): Promise<string[]> {
    const { body } = await vault.admin.call("GET", "auth/token/accessors?list=true");
    const found: string[] = [];
    for (const accessor of body.data.keys as string[]) {
      const token = await vault.admin.call(
        "POST",
        "auth/token/lookup-accessor",
        { accessor },
        { allow: [403, 404] },
      );
      if (token.status === 200 && token.body.data.policies.includes("app")) found.push(accessor);
    }
    return found;
  }

  async function revokeQuietly(accessor: string): Promise<void> {
    await vault.admin.call("POST", "auth/token/revoke-accessor", { accessor }, { allow: [400, 403, 404] });
  }
});

async function read(provider: VaultProvider, reference = app): Promise<Outcome> {
  const [outcome] = [...(await provider.resolve([reference], never)).values()];
  if (outcome === undefined) throw new Error("There is no outcome.");
  return outcome;
}

function shown(outcome: Outcome): string {
  if (outcome.status === "found") return outcome.value.reveal();
  return outcome.status === "error" ? outcome.error.code : `missing: ${outcome.why}`;
}
