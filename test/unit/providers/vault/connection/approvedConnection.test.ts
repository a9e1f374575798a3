import { describe, expect, it } from "vitest";
import { SecretValue } from "../../../../../src/core/secretValue";
import {
  approvedConnection,
  type ConsentFacts,
} from "../../../../../src/providers/vault/connection/approvedConnection";
import {
  connectionFromEnvironment,
  type EnvironmentConnection,
} from "../../../../../src/providers/vault/connection/connectionFromEnvironment";
import type { VaultDefaults, VaultLogin } from "../../../../../src/providers/vault/connection/hostVaults";
import type { VaultRecord } from "../../../../../src/providers/vault/connection/vaultRecords";
import type { VaultAuth } from "../../../../../src/providers/vault/vaultConnection";

const mine = "https://mine:8200";
const evil = "https://evil:8200";
const stored: VaultAuth = { method: "token", token: new SecretValue("made-up-stored") };
const usualTokenFile = "/h/.vault-token";
const tokenFileStep = expect.stringMatching(/vault login https:.*--method token-file/);
const environmentToken = { VAULT_ADDR: mine, VAULT_TOKEN: "made-up-environment" };

describe("approvedConnection", () => {
  it("uses the environment's credential for the environment's address", async () => {
    for (const configuredAddress of [undefined, mine, `${mine}/`, "HTTPS://MINE:8200"]) {
      const { address, auth } = await decide({ configuredAddress, environment: environmentToken });
      expect([address, revealed(auth)]).toEqual([mine, "made-up-environment"]);
    }
  });

  it("never sends it to another address that a configuration names", async () => {
    for (const configuredAddress of [
      evil,
      "http://mine:8200",
      "https://mine:8201",
      `${mine}/evil`,
      "https://mine",
    ]) {
      await expect(decide({ configuredAddress, environment: environmentToken })).rejects.toMatchObject({
        code: "VAULT_NOT_APPROVED",
        nextStep: expect.stringContaining("secret-router vault login"),
      });
    }
  });

  it("uses a stored credential for the address it was stored for", async () => {
    const { auth } = await decide({
      configuredAddress: mine,
      records: { [mine]: { approved: true } },
      stored: mine,
    });
    expect(revealed(auth)).toBe("made-up-stored");
  });

  it("uses the stored one, not the environment's, where the addresses differ", async () => {
    const records = { [evil]: { approved: true } };
    const { address, auth } = await decide({
      configuredAddress: evil,
      environment: environmentToken,
      records,
      stored: evil,
    });
    expect([address, revealed(auth)]).toEqual([evil, "made-up-stored"]);
  });

  it("does not use a stored credential once the address is no longer approved", async () => {
    const records = { [mine]: { approved: false } };
    await expect(decide({ configuredAddress: mine, records, stored: mine })).rejects.toMatchObject({
      code: "VAULT_NOT_APPROVED",
    });
  });

  it("asks for a login where the address is approved and no credential is there", async () => {
    const records = { [mine]: { approved: true } };
    await expect(decide({ configuredAddress: mine, records })).rejects.toMatchObject({
      code: "VAULT_NOT_LOGGED_IN",
    });
    await expect(decide({ environment: { VAULT_ADDR: mine }, records })).rejects.toMatchObject({
      code: "VAULT_NOT_LOGGED_IN",
      nextStep: tokenFileStep,
    });
  });

  it("asks for an address where there is none", async () => {
    await expect(decide({})).rejects.toMatchObject({ code: "VAULT_ADDRESS_MISSING" });
  });

  it.each([{ configuredAddress: mine }, { environment: { VAULT_ADDR: mine } }])(
    "reads the token file for the address that the user let have it: %j",
    async (named) => {
      const approved = { approved: true, authMethod: "token-file" };
      const usual = await decide({ ...named, records: { [mine]: approved }, stored: mine });
      expect(usual.auth).toEqual({ method: "tokenFile", path: usualTokenFile });
      const given = await decide({ ...named, records: { [mine]: { ...approved, tokenFile: "/run/t" } } });
      expect(given.auth).toEqual({ method: "tokenFile", path: "/run/t" });
    },
  );

  it.each([{ configuredAddress: evil }, { environment: { VAULT_ADDR: evil, BAO_TOKEN_PATH: "/run/t" } }])(
    "never lends it to another address: %j",
    async (named) => {
      for (const approved of [undefined, false]) {
        const wrong = approved === undefined ? {} : { [evil]: { approved, authMethod: "token-file" } };
        const records = { [mine]: { approved: true, authMethod: "token-file" }, ...wrong };
        await expect(decide({ ...named, records })).rejects.toMatchObject({
          code: "VAULT_NOT_APPROVED",
          nextStep: tokenFileStep,
        });
      }
    },
  );

  it("lets no variable choose another file for an address", async () => {
    const environment = { VAULT_ADDR: mine, BAO_TOKEN_PATH: "/run/other", HOME: "/other" };
    const records = { [mine]: { approved: true, authMethod: "token-file" } };
    expect((await decide({ environment, records })).auth).toMatchObject({ path: usualTokenFile });
  });

  it("uses neither a file nor a stored credential for an address that only VAULT_ADDR names", async () => {
    await expect(decide({ environment: { VAULT_ADDR: mine }, stored: mine })).rejects.toMatchObject({
      code: "VAULT_NOT_APPROVED",
    });
  });

  it("prefers the environment's own token to the file", async () => {
    const records = { [mine]: { approved: true, authMethod: "token-file" } };
    const { auth } = await decide({ environment: environmentToken, records });
    expect(revealed(auth)).toBe("made-up-environment");
  });

  it("fills in the user's settings for the address, and for no other", async () => {
    const records = {
      [mine]: { approved: true, caFile: "/mine.pem", namespace: "team", tlsSkipVerify: true },
      [evil]: { approved: true, caFile: "/evil.pem" },
    };
    const own = await decide({ configuredAddress: mine, records, stored: mine });
    expect(own).toMatchObject({ namespace: "team", tls: { caFile: "/mine.pem", skipVerify: true } });
    const other = await decide({ configuredAddress: evil, records, stored: evil });
    expect(other).toMatchObject({ tls: { caFile: "/evil.pem", skipVerify: false }, plainHttpAllowed: false });
    expect(other.namespace).toBeUndefined();
  });

  it("lets the environment's settings win over them", async () => {
    const records = { [mine]: { approved: true, caFile: "/mine.pem", namespace: "team" } };
    const environment = { ...environmentToken, VAULT_CAPATH: "/cas", VAULT_NAMESPACE: "other" };
    const { tls, namespace } = await decide({ environment, records });
    expect([tls?.caFile, tls?.caDirectory, namespace]).toEqual([undefined, "/cas", "other"]);
  });
});

describe("approvedConnection in an editor", () => {
  const login: VaultLogin = { auth: { method: "token", token: new SecretValue("made-up-editor") } };

  it("uses the editor's login for exactly the address that it was made for", async () => {
    const editor = { address: mine, login };
    const { auth } = await decide({ configuredAddress: `${mine}/`, editor });
    expect(revealed(auth)).toBe("made-up-editor");
    for (const configuredAddress of [evil, "http://mine:8200", "https://mine:8201", `${mine}/evil`]) {
      await expect(decide({ configuredAddress, editor })).rejects.toMatchObject({
        code: "VAULT_NOT_APPROVED",
      });
    }
  });

  it("prefers it to the environment's token and to the stored one", async () => {
    const given = { environment: environmentToken, records: { [mine]: { approved: true } }, stored: mine };
    expect(revealed((await decide({ ...given, editor: { address: mine, login } })).auth)).toBe(
      "made-up-editor",
    );
    expect(revealed((await decide({ ...given, editor: { address: evil, login } })).auth)).toBe(
      "made-up-environment",
    );
  });

  it("gives a setting's address no credential of another one", async () => {
    const editor = { address: mine, login, defaults: { address: evil } };
    await expect(decide({ configuredAddress: evil, editor })).rejects.toMatchObject({
      code: "VAULT_NOT_APPROVED",
    });
  });

  it("takes the namespace from the login, the environment, the record and the setting, in this order", async () => {
    const defaults = { namespace: "setting", caFile: "/setting.pem" };
    const at = async (given: Given, namespace?: string) => {
      const own = namespace === undefined ? login : { ...login, namespace };
      const { namespace: found, tls } = await decide({
        ...given,
        editor: { address: mine, login: own, defaults },
      });
      return [found, tls?.caFile];
    };
    const records = { [mine]: { approved: true, namespace: "record", caFile: "/record.pem" } };
    const environment = { ...environmentToken, VAULT_NAMESPACE: "environment", VAULT_CACERT: "/env.pem" };
    expect(await at({ configuredAddress: mine })).toEqual(["setting", "/setting.pem"]);
    expect(await at({ configuredAddress: mine, records })).toEqual(["record", "/record.pem"]);
    expect(await at({ environment, records })).toEqual(["environment", "/env.pem"]);
    expect(await at({ environment, records }, "login")).toEqual(["login", "/env.pem"]);
  });
});

interface Given {
  readonly editor?: {
    readonly address: string;
    readonly login: VaultLogin;
    readonly defaults?: VaultDefaults;
  };
  readonly configuredAddress?: string | undefined;
  readonly environment?: Record<string, string>;
  readonly records?: Record<string, VaultRecord>;
  /** The address that a credential is stored for. */
  readonly stored?: string;
}

function decide(given: Given) {
  const environment: EnvironmentConnection | undefined = connectionFromEnvironment(given.environment ?? {});
  const facts: ConsentFacts = {
    ...(given.configuredAddress === undefined ? {} : { configuredAddress: given.configuredAddress }),
    ...(environment === undefined ? {} : { environment }),
    records: new Map(Object.entries(given.records ?? {})),
    credentialFor: async (address) => (address === given.stored ? stored : undefined),
    usualTokenFile,
    proxyFor: () => undefined,
    ...(given.editor && { hostVaults: editorsVaults(given.editor) }),
  };
  return approvedConnection(facts);
}

function editorsVaults({ address, login, defaults = {} }: NonNullable<Given["editor"]>) {
  return {
    loginFor: async (one: string) => (one === address ? login : undefined),
    defaults: () => defaults,
  };
}

function revealed(auth: VaultAuth): string {
  return auth.method === "token" ? auth.token.reveal() : auth.method;
}
