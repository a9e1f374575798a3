import type { LocalStore } from "./local/localStore";
import { parseStoredCredential, printStoredCredential } from "./vault/connection/storedCredential";
import type { VaultAuth } from "./vault/vaultConnection";

// The store keeps named fields for each address; a login is one of them as a whole.
const field = "login";

/** The login kept in the embedded store for exactly this address. */
export async function readStoredVaultCredential(
  store: LocalStore,
  address: string,
): Promise<VaultAuth | undefined> {
  const stored = (await store.getCredential(address))?.[field];
  return stored && parseStoredCredential(address, stored);
}

export async function keepVaultCredential(
  store: LocalStore,
  address: string,
  auth: VaultAuth,
): Promise<void> {
  await store.putCredential(address, { [field]: printStoredCredential(address, auth) });
}
