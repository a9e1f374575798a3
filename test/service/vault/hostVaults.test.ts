import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseReference, printReference } from "../../../src/core/reference";
import { SecretValue } from "../../../src/core/secretValue";
import { directoriesOf } from "../../../src/platform/directories";
import { openLocalStore } from "../../../src/providers/local/localStore";
import { createProviders, type ProvidersOptions } from "../../../src/providers/registry";
import { keepVaultCredential } from "../../../src/providers/storedVaultCredential";
import { tryVaultLogin } from "../../../src/providers/tryVaultLogin";
import type { VaultDefaults, VaultLogin } from "../../../src/providers/vault/connection/hostVaults";
import { changeVaultRecord } from "../../../src/providers/vaultRecordsFile";
import { canStartOwnVault, startOwnVault, type TestVault } from "../../support/vault/startVault";

const reference = parseReference("vault:secret/app#api_key");
const signal = new AbortController().signal;

describe.skipIf(!canStartOwnVault)("logins and settings of a host, against a real server", () => {
  let vault: TestVault;
  let home: string;
  let defaults: VaultDefaults;
  let logins: Map<string, VaultLogin>;

  beforeAll(async () => {
    vault = await startOwnVault({ tls: true });
    await vault.admin.putKv2("secret", "app", { api_key: "made-up-host" });
  });
  afterAll(() => vault?.stop());

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "secret-router-host-"));
    defaults = { caFile: vault.certificates?.caFile ?? "" };
    logins = new Map();
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it("a login is tried over the connection that the settings describe", async () => {
    const login = tokenLogin(vault.rootToken);
    expect((await tryVaultLogin(options(), vault.address, login, signal)).policies).toEqual(["root"]);
    defaults = {};
    await expect(tryVaultLogin(options(), vault.address, login, signal)).rejects.toMatchObject({
      code: "VAULT_TLS",
    });
    defaults = { caFile: vault.certificates?.caFile ?? "", namespace: "not-there" };
    await expect(tryVaultLogin(options(), vault.address, login, signal)).rejects.toMatchObject({
      code: expect.stringMatching(/^(VAULT_LOGIN_FAILED|SECRET_MISSING)$/),
    });
  });

  it("a wrong one is refused as such", async () => {
    await expect(
      tryVaultLogin(options(), vault.address, tokenLogin("made-up-wrong"), signal),
    ).rejects.toMatchObject({ code: "VAULT_LOGIN_FAILED" });
  });

  it("a login that comes or changes while a provider is open counts for its next call", async () => {
    logins.set(vault.address, tokenLogin("made-up-wrong"));
    const provider = await createProviders(options())("vault");
    const read = async () => {
      const outcome = (await provider.resolve([reference], signal)).get(printReference(reference));
      return outcome?.status === "error" ? outcome.error.code : outcome?.status;
    };
    try {
      expect(await read()).toBe("VAULT_TOKEN_EXPIRED");
      logins.set(vault.address, tokenLogin(vault.rootToken));
      expect(await read()).toBe("found");
      logins.delete(vault.address);
      expect(await read()).toBe("VAULT_NOT_APPROVED");
      // As secret-router vault login does it, in another process.
      await keepInStore(tokenLogin(vault.rootToken));
      expect(await read()).toBe("found");
    } finally {
      await provider.close();
    }
  });

  it("without an address anywhere the one vault is meant that there is a login for, and none of two", async () => {
    logins.set(vault.address, tokenLogin(vault.rootToken));
    const own = { ...options(), configuration: { vaultUrl: undefined } };
    const provider = await createProviders(own)("vault");
    expect((await provider.health(signal)).ok).toBe(true);
    await provider.close();
    logins.set("https://other.example.com", tokenLogin("made-up-other"));
    await expect(createProviders(own)("vault")).rejects.toMatchObject({ code: "VAULT_ADDRESS_MISSING" });
    defaults = { ...defaults, address: `${vault.address}/` };
    const named = await createProviders(own)("vault");
    expect((await named.health(signal)).ok).toBe(true);
    await named.close();
  });

  function options(): ProvidersOptions {
    return {
      directories: directoriesOf({ SECRET_ROUTER_HOME: home }),
      environment: {},
      configuration: { vaultUrl: vault.address },
      hostVaults: {
        stamp: () => JSON.stringify([...logins].map(([address, { auth }]) => [address, revealed(auth)])),
        addresses: () => [...logins.keys()],
        loginFor: async (address) => logins.get(address),
        defaults: () => defaults,
      },
    };
  }

  async function keepInStore({ auth }: VaultLogin): Promise<void> {
    const { directories } = options();
    const store = openLocalStore({ directories });
    await keepVaultCredential(store, vault.address, auth);
    store.forget();
    await changeVaultRecord(directories, vault.address, () => ({ approved: true, authMethod: auth.method }));
  }
});

function tokenLogin(token: string): VaultLogin {
  return { auth: { method: "token", token: new SecretValue(token) } };
}

function revealed(auth: VaultLogin["auth"]): string {
  return auth.method === "token" ? auth.token.reveal() : auth.method;
}
