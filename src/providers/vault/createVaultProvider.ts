import type { Provider } from "../../core/provider";
import { createCredential } from "./auth/credential";
import { TokenSession } from "./auth/tokenSession";
import { readCapabilities } from "./capabilities";
import { KeyedQueue } from "./kv/keyedQueue";
import { MountTable } from "./kv/mountTable";
import { readMany } from "./kv/readMany";
import { removeField, storeField } from "./kv/storeField";
import { createVaultApi } from "./vaultApi";
import type { VaultProviderOptions } from "./vaultConnection";
import { vaultHealth } from "./vaultHealth";

export interface VaultProvider extends Provider {
  store: NonNullable<Provider["store"]>;
  remove: NonNullable<Provider["remove"]>;
  /**
   * What the token may do with each path, as a reference has it.
   *
   * @throws RouterError
   */
  capabilities(
    paths: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
}

/**
 * A provider for HashiCorp Vault and OpenBao. Nothing is sent, and no file read, before the first call.
 *
 * @throws RouterError VAULT_ADDRESS_INVALID
 */
export function createVaultProvider(options: VaultProviderOptions): VaultProvider {
  const { auth, ...connection } = options;
  const api = createVaultApi(connection);
  const session = new TokenSession(api, createCredential(auth, api));
  const mounts = new MountTable(session);
  const writes = new KeyedQueue();
  const seenPaths = new Set<string>();

  return {
    id: "vault",
    resolve(references, signal) {
      for (const { path } of references) seenPaths.add(path);
      return readMany(session, mounts, references, signal);
    },
    health: (signal) => vaultHealth({ api, session, mounts, connection, paths: [...seenPaths] }, signal),
    store: (reference, value, signal) =>
      writes.run(reference.path, () => storeField(session, mounts, reference, value, signal)),
    remove: (reference, signal) =>
      writes.run(reference.path, () => removeField(session, mounts, reference, signal)),
    capabilities: (paths, signal) => readCapabilities(session, mounts, paths, signal),
    async close() {
      session.close();
      api.close();
    },
  };
}
