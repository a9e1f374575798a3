import type { Provider } from "../core/provider";
import { openLocalStore } from "./local/localStore";
import type { ProvidersOptions } from "./registry";
import { readStoredVaultCredential } from "./storedVaultCredential";
import { usualTokenFile } from "./usualTokenFile";
import { approvedConnection } from "./vault/connection/approvedConnection";
import { connectionFromEnvironment } from "./vault/connection/connectionFromEnvironment";
import { proxyFromEnvironment } from "./vault/connection/proxyFromEnvironment";
import { createVaultProvider } from "./vault/createVaultProvider";
import { readVaultRecords } from "./vaultRecordsFile";

/**
 * The provider for the vault that the user has consented to.
 * @throws RouterError VAULT_ADDRESS_MISSING, VAULT_NOT_APPROVED, VAULT_NOT_LOGGED_IN, and the embedded store's.
 */
export async function openApprovedVault(options: ProvidersOptions): Promise<Provider> {
  const { directories, environment, configuration, passphrase } = options;
  const records = readVaultRecords(directories);
  const found = connectionFromEnvironment(environment);
  const only = [...records].filter(([, { approved }]) => approved);
  // Without an address anywhere, the one vault that the user has logged in to is meant.
  const wished =
    configuration.vaultUrl ?? (found === undefined && only.length === 1 ? only[0]?.[0] : undefined);
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
      }),
    );
  } finally {
    store.forget();
  }
}
