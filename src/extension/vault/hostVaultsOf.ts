import type { HostVaults } from "../../providers/vault/connection/hostVaults";
import { vaultDefaults } from "./vaultDefaults";
import type { VaultLogins } from "./vaultLogins";

/** What the editor adds to what the user's own files say of vaults. */
export function hostVaultsOf(logins: VaultLogins): HostVaults {
  return {
    stamp: () => `${logins.generation} ${JSON.stringify(vaultDefaults())}`,
    addresses: () => [...logins.kept.keys()],
    loginFor: (address) => logins.find(address),
    defaults: vaultDefaults,
  };
}
