import type { ProvidersOptions } from "./registry";
import {
  connectionFromEnvironment,
  type EnvironmentConnection,
} from "./vault/connection/connectionFromEnvironment";
import type { VaultRecords } from "./vault/connection/vaultRecords";
import { readVaultRecords } from "./vaultRecordsFile";

export interface KnownVaults {
  /** The one that is meant, if any is named; whether it may be asked is decided elsewhere. */
  readonly wished: string | undefined;
  readonly records: VaultRecords;
  readonly environment: EnvironmentConnection | undefined;
}

/** @throws RouterError CONFIG_NOT_JSON, CONFIG_INVALID, VAULT_ADDRESS_INVALID, UNSAFE_PERMISSIONS or IO. */
export function knownVaults(options: ProvidersOptions): KnownVaults {
  const { directories, environment, configuration, hostVaults } = options;
  const records = readVaultRecords(directories);
  const found = connectionFromEnvironment(environment);
  const named = configuration.vaultUrl ?? hostVaults?.defaults().address ?? found?.connection.address;
  if (named !== undefined) return { wished: named, records, environment: found };
  const approved = [...records].flatMap(([address, record]) => (record.approved ? [address] : []));
  const [only, ...others] = new Set([...approved, ...(hostVaults?.addresses() ?? [])]);
  // Without an address anywhere, the one vault that the user has logged in to is meant.
  return { wished: others.length === 0 ? only : undefined, records, environment: found };
}
