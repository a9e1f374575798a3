import { afterAll, beforeAll, describe } from "vitest";
import { SecretValue } from "../../../src/core/secretValue";
import { createVaultProvider } from "../../../src/providers/vault/createVaultProvider";
import { describeProviderContract } from "../../support/providerContract";
import { canStartVault, startVault, type TestVault } from "../../support/vault/startVault";

let vault: TestVault;
let subjects = 0;

describe.skipIf(!canStartVault)("a real Vault", () => {
  beforeAll(async () => {
    vault = await startVault();
    await vault.admin.enableKv("contract1", 1);
    await vault.admin.enableKv("team/contract2", 2);
  });

  afterAll(() => vault?.stop());

  describeProviderContract("vault, many fields of one version 2 secret", () =>
    subject((name, place) => ({ path: `secret/${place}/app`, field: name })),
  );

  describeProviderContract("vault, a version 2 secret for each name, in a nested mount", () =>
    subject((name, place) => ({ path: `team/contract2/${place}/${name}` })),
  );

  // Version 1 has no check against a second writer, so only secrets of their own are safe there.
  describeProviderContract("vault, a version 1 secret for each name", () =>
    subject((name, place) => ({ path: `contract1/${place}/${name}`, field: "api_key" })),
  );
});

async function subject(locate: (name: string, place: string) => { path: string; field?: string }) {
  const place = `subject-${subjects++}`;
  const { address, rootToken } = vault;
  const open = () =>
    createVaultProvider({ address, auth: { method: "token", token: new SecretValue(rootToken) } });
  return {
    provider: open(),
    other: open(),
    reference: (name: string) => ({ provider: "vault" as const, ...locate(name, place) }),
    dispose: async () => {},
  };
}
