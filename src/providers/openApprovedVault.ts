import type { Provider } from "../core/provider";
import { knownVaults } from "./knownVaults";
import { openLocalStore } from "./local/localStore";
import type { ProvidersOptions } from "./registry";
import { readStoredVaultCredential } from "./storedVaultCredential";
import { usualTokenFile } from "./usualTokenFile";
import { approvedConnection } from "./vault/connection/approvedConnection";
import { proxyFromEnvironment } from "./vault/connection/proxyFromEnvironment";
import { createVaultProvider } from "./vault/createVaultProvider";

/**
 * The provider for the vault that the user has consented to.
 * @throws RouterError VAULT_ADDRESS_MISSING, VAULT_NOT_APPROVED, VAULT_NOT_LOGGED_IN, and the embedded store's.
 */
export async function openApprovedVault(options: ProvidersOptions): Promise<Provider> {
  const { directories, environment, passphrase, hostVaults } = options;
  const { wished, records, environment: found } = knownVaults(options);
  const store = openLocalStore({ directories, ...(passphrase && { passphrase }) });
  try {
    return createVaultProvider(
      await approvedConnection({
        ...(wished === undefined ? {} : { configuredAddress: wished }),
        ...(found === undefined ? {} : { environment: found }),
        records,
        credentialFor: (address) => readStoredVaultCredential(store, address),
        usualTokenFile: usualTokenFile(),
        proxyFor: (address) => proxyFromEnvironment(address, environment),
        ...(hostVaults === undefined ? {} : { hostVaults }),
      }),
    );
  } finally {
    store.forget();
  }
}
