import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../../src/core/provider";
import { parseReference } from "../../../src/core/reference";
import { SecretValue } from "../../../src/core/secretValue";
import { createVaultProvider, type VaultProvider } from "../../../src/providers/vault/createVaultProvider";
import { canStartOwnVault, startOwnVault, type TestVault } from "../../support/vault/startVault";

const never = new AbortController().signal;

describe.skipIf(!canStartOwnVault)("KV engines of a real server", () => {
  let vault: TestVault;
  const open: VaultProvider[] = [];

  beforeAll(async () => {
    vault = await startOwnVault();
    const { admin } = vault;
    await admin.enableKv("team/kv", 2);
    await admin.enableKv("old", 1);
    await admin.createNamespace("tenant");
    await admin.enableKv("secret", 2, "tenant");
    await admin.putKv2("secret", "app", { api_key: "made-up-root-namespace" });
    await admin.putKv2("secret", "app", { api_key: "made-up-tenant" }, "tenant");
    await admin.putKv2("secret", "one", { only: "made-up-only" });
    await admin.putKv2("secret", "several", { a: "made-up-a", b: "made-up-b" });
    await admin.putKv2("secret", "default", { a: "made-up-a", value: "made-up-value" });
    await admin.putKv2("secret", "types", {
      number: 42,
      decimal: 1.5,
      yes: true,
      no: false,
      nothing: null,
      object: { host: "h", ports: [1, 2] },
      list: ["a"],
      empty: "",
    });
    await admin.putKv2("secret", "none", {});
    await admin.putKv2("team/kv", "deep/er/path", { api_key: "made-up-nested" });
    await admin.putKv1("old", "app", { api_key: "made-up-old" });
    await admin.call("POST", "sys/mounts/transit", { type: "transit" });
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((provider) => provider.close()));
  });

  afterAll(() => vault?.stop());

  it.each([
    ["vault:secret/app#api_key", "made-up-root-namespace"],
    ["vault:team/kv/deep/er/path#api_key", "made-up-nested"],
    ["vault:old/app#api_key", "made-up-old"],
    ["vault:secret/one", "made-up-only"],
    ["vault:secret/default", "made-up-value"],
    ["vault:secret/several", "VAULT_FIELD_AMBIGUOUS"],
    ["vault:secret/several#b", "made-up-b"],
    ["vault:secret/several#c", "missing: secret/several has no such field; it has a, b"],
    ["vault:secret/types#number", "42"],
    ["vault:secret/types#decimal", "1.5"],
    ["vault:secret/types#yes", "true"],
    ["vault:secret/types#no", "false"],
    ["vault:secret/types#empty", ""],
    ["vault:secret/types#nothing", "missing: secret/types#nothing is null"],
    ["vault:secret/types#object", '{"host":"h","ports":[1,2]}'],
    ["vault:secret/types#list", '["a"]'],
    ["vault:secret/none", "missing: secret/none has no such field; it has none"],
    ["vault:secret/absent#x", "missing: secret/absent: there is nothing at secret/data/absent"],
    [
      "vault:secret/data/app#api_key",
      'missing: secret/data/app: there is nothing at secret/data/data/app; leave "data/" out of the reference',
    ],
    ["vault:transit/keys/x#y", "REFERENCE_INVALID"],
    ["vault:nowhere/x#y", "missing: nowhere/x: neither KV version has it"],
  ])("answers %s with %s", async (reference, expected) => {
    expect(shown(await read(provide(), reference))).toBe(expected);
  });

  it.each(["a?b=1", "a%2e%2e", "a%2Fb", "a&b", "o'brien", "ü/🔑", "a b", "a+b", "*", "a:b", 'q"uote'])(
    "reads the path %s and no other",
    async (name) => {
      const encoded = name.split("/").map(encodeURIComponent).join("/");
      await vault.admin.putKv2("secret", encoded, { api_key: `made-up-${name}` });
      expect(shown(await read(provide(), `vault:secret/${name}#api_key`))).toBe(`made-up-${name}`);
    },
  );

  it.each([
    "secret/../sys/mounts",
    "secret/./app",
    "secret//app",
    "secret/a\0b",
    "secret/a\r\nb",
    "secret/app/",
  ])("refuses the path %j, which no parser would let through", async (path) => {
    const outcomes = await provide().resolve([{ provider: "vault", path, field: "x" }], never);
    expect([...outcomes.values()].map(shown)).toEqual(["REFERENCE_INVALID"]);
  });

  it("reads from the namespace it is told", async () => {
    const options = { address: vault.address, namespace: "tenant", auth: tokenAuth(vault.rootToken) };
    const provider = createVaultProvider(options);
    open.push(provider);
    expect(shown(await read(provider, "vault:secret/app#api_key"))).toBe("made-up-tenant");
    expect((await provider.health(never)).ok).toBe(true);
  });

  it("tells a deleted from a destroyed version, and writes over both", async () => {
    await vault.admin.putKv2("secret", "gone", { api_key: "made-up-gone" });
    await vault.admin.call("DELETE", "secret/data/gone");
    const provider = provide();
    expect(shown(await read(provider, "vault:secret/gone#api_key"))).toMatch(/version 1 was deleted at 20/);
    await store(provider, "vault:secret/gone#api_key", "made-up-back");
    expect(shown(await read(provider, "vault:secret/gone#api_key"))).toBe("made-up-back");
    await vault.admin.call("POST", "secret/destroy/gone", { versions: [2] });
    expect(shown(await read(provider, "vault:secret/gone#api_key"))).toMatch(/version 2 was destroyed/);
    await store(provider, "vault:secret/gone#api_key", "made-up-again");
    expect(await read(provider, "vault:secret/gone#api_key")).toMatchObject({
      status: "found",
      version: "3",
    });
  });

  it.each(["secret/kept", "old/kept"])(
    "stores one field of %s and keeps the others as they are",
    async (path) => {
      const other = { list: [1, { a: null }], text: "made-up-other" };
      const [mount = "", name = ""] = path.split("/");
      if (mount === "secret") await vault.admin.putKv2(mount, name, other);
      else await vault.admin.putKv1(mount, name, other);
      const provider = provide();
      await store(provider, `vault:${path}#api_key`, "made-up-new");
      const { body } = await vault.admin.call("GET", mount === "secret" ? `secret/data/${name}` : path);
      const data = mount === "secret" ? body.data.data : body.data;
      expect(data).toEqual({ ...other, api_key: "made-up-new" });
      await provider.remove(parseReference(`vault:${path}#api_key`), never);
      const after = await vault.admin.call("GET", mount === "secret" ? `secret/data/${name}` : path);
      expect(mount === "secret" ? after.body.data.data : after.body.data).toEqual(other);
    },
  );

  it.each([
    ["long whole numbers", "12345678901234567890"],
    ["decimals with a last zero", "1.10"],
    ["exponents", "1E5"],
  ])("keeps %s, which JavaScript's numbers cannot hold", async (_what, text) => {
    // Version 1 alone: OpenBao's version 2 itself rounds such numbers when they are stored.
    const provider = provide();
    await vault.admin.raw("POST", "old/exact", `{"account":${text},"api_key":"made-up"}`);
    await store(provider, "vault:old/exact#api_key", "made-up-changed");
    expect(shown(await read(provider, "vault:old/exact#account"))).toBe(text);
    await vault.admin.raw("POST", "old/inner", `{"object":{"account":[${text},"${text}"]}}`);
    expect(shown(await read(provider, "vault:old/inner#object"))).toBe(`{"account":[${text},"${text}"]}`);
  });

  it("stores without a field into the only one, into value, or nowhere", async () => {
    const provider = provide();
    await store(provider, "vault:secret/one", "made-up-replaced");
    expect(shown(await read(provider, "vault:secret/one#only"))).toBe("made-up-replaced");
    await store(provider, "vault:secret/fresh", "made-up-fresh");
    expect(shown(await read(provider, "vault:secret/fresh#value"))).toBe("made-up-fresh");
    await expect(store(provider, "vault:secret/several", "x")).rejects.toMatchObject({
      code: "VAULT_FIELD_AMBIGUOUS",
    });
  });

  it("removes a whole secret so that it can be undeleted", async () => {
    await vault.admin.putKv2("secret", "whole", { a: "made-up-a", b: "made-up-b" });
    const provider = provide();
    expect(await provider.remove(parseReference("vault:secret/whole"), never)).toBe(true);
    expect(shown(await read(provider, "vault:secret/whole#a"))).toMatch(/^missing/);
    await vault.admin.call("POST", "secret/undelete/whole", { versions: [1] });
    expect(shown(await read(provider, "vault:secret/whole#a"))).toBe("made-up-a");
  });

  it.each([
    ["patch and create", '["create", "patch"]'],
    ["read, create and update", '["read", "create", "update"]'],
  ])("stores with a token that may only %s", async (_what, capabilities) => {
    await vault.admin.createPolicy("writer", `path "secret/data/by/*" { capabilities = ${capabilities} }`);
    await vault.admin.putKv2("secret", "by/writer", { other: "made-up-other" });
    const provider = provide(await vault.admin.createToken({ policies: ["writer"] }));
    await store(provider, "vault:secret/by/writer#api_key", "made-up-written");
    const all = provide();
    expect(shown(await read(all, "vault:secret/by/writer#api_key"))).toBe("made-up-written");
    expect(shown(await read(all, "vault:secret/by/writer#other"))).toBe("made-up-other");
  });

  it("loses no field where two tokens without patch store at once", async () => {
    const policy = 'path "secret/data/race/*" { capabilities = ["read", "create", "update"] }';
    await vault.admin.createPolicy("racer", policy);
    const token = await vault.admin.createToken({ policies: ["racer"] });
    const racers = [provide(token), provide(token)];
    const names = Array.from({ length: 10 }, (_, index) => `field_${index}`);
    await Promise.all(
      names.flatMap((name, index) =>
        store(racers[index % 2] ?? provide(token), `vault:secret/race/app#${name}`, name),
      ),
    );
    for (const name of names)
      expect(shown(await read(provide(token), `vault:secret/race/app#${name}`))).toBe(name);
  });

  it("says that a policy forbids writing, and writes nothing", async () => {
    await vault.admin.createPolicy("reader", 'path "secret/data/app" { capabilities = ["read"] }');
    const provider = provide(await vault.admin.createToken({ policies: ["reader"] }));
    await expect(store(provider, "vault:secret/app#api_key", "x")).rejects.toMatchObject({
      code: "VAULT_FORBIDDEN",
    });
    expect(shown(await read(provide(), "vault:secret/app#api_key"))).toBe("made-up-root-namespace");
  });

  it("finds the mount by trying where the server does not tell it", async () => {
    // Without the default policy the token may neither ask for mounts nor look itself up.
    const policy = `path "secret/data/app" { capabilities = ["read"] }
path "team/kv/data/*" { capabilities = ["read"] }
path "old/app" { capabilities = ["read"] }
path "sys/internal/ui/mounts/*" { capabilities = ["deny"] }`;
    await vault.admin.createPolicy("bare", policy);
    const token = await vault.admin.createToken({ policies: ["bare"], no_default_policy: true });
    const provider = provide(token);
    const shownBy = async (reference: string) => shown(await read(provider, reference));
    expect(await shownBy("vault:secret/app#api_key")).toBe("made-up-root-namespace");
    expect(await shownBy("vault:team/kv/deep/er/path#api_key")).toBe("made-up-nested");
    expect(await shownBy("vault:old/app#api_key")).toBe("made-up-old");
  });

  it("names a sealed server as such, in reads, writes and health", async () => {
    const own = await startOwnVault();
    try {
      const provider = provide(own.rootToken, own.address);
      await own.admin.putKv2("secret", "app", { api_key: "made-up-sealed" });
      expect(shown(await read(provider, "vault:secret/app#api_key"))).toBe("made-up-sealed");
      await own.admin.seal();
      expect(shown(await read(provider, "vault:secret/app#api_key"))).toBe("VAULT_SEALED");
      await expect(store(provider, "vault:secret/app#api_key", "x")).rejects.toMatchObject({
        code: "VAULT_SEALED",
      });
      expect(await provider.health(never)).toMatchObject({ ok: false, error: { code: "VAULT_SEALED" } });
    } finally {
      await own.stop();
    }
  });

  it("finds a server that was away and came back in the same place", async () => {
    const first = await startOwnVault();
    const port = Number(new URL(first.address).port);
    const provider = provide(first.rootToken, first.address);
    expect(shown(await read(provider, "vault:secret/absent#x"))).toMatch(/^missing/);
    await first.stop();
    expect(shown(await read(provider, "vault:secret/absent#x"))).toBe("VAULT_UNREACHABLE");
    const second = await startOwnVault({ port });
    // Another server knows nothing of the first one's token.
    expect(shown(await read(provider, "vault:secret/absent#x"))).toBe("VAULT_TOKEN_EXPIRED");
    await second.stop();
  });

  function provide(token = vault.rootToken, address = vault.address): VaultProvider {
    const provider = createVaultProvider({ address, auth: tokenAuth(token) });
    open.push(provider);
    return provider;
  }

  async function store(provider: VaultProvider, reference: string, value: string): Promise<void> {
    await provider.store(parseReference(reference), new SecretValue(value), never);
  }
});

function tokenAuth(token: string) {
  return { method: "token", token: new SecretValue(token) } as const;
}

async function read(provider: VaultProvider, reference: string): Promise<Outcome> {
  const [outcome] = [...(await provider.resolve([parseReference(reference)], never)).values()];
  if (outcome === undefined) throw new Error("There is no outcome.");
  return outcome;
}

function shown(outcome: Outcome): string {
  if (outcome.status === "found") return outcome.value.reveal();
  return outcome.status === "error" ? outcome.error.code : `missing: ${outcome.why}`;
}
