import { knownVaults } from "./knownVaults";
import type { ProvidersOptions } from "./registry";
import { approvedConnection } from "./vault/connection/approvedConnection";
import type { VaultLogin } from "./vault/connection/hostVaults";
import { proxyFromEnvironment } from "./vault/connection/proxyFromEnvironment";
import { vaultLogin } from "./vault/vaultLogin";
import type { LoginResult } from "./vault/vaultSession";

/**
 * Logs in once with a login that the user has just given for an address, over the connection that it will have later.
 * @throws RouterError what keeps it from working.
 */
export async function tryVaultLogin(
  options: ProvidersOptions,
  address: string,
  login: VaultLogin,
  signal: AbortSignal,
): Promise<LoginResult> {
  const { records, environment } = knownVaults(options);
  const { auth, ...connection } = await approvedConnection({
    configuredAddress: address,
    ...(environment === undefined ? {} : { environment }),
    records,
    proxyFor: (one) => proxyFromEnvironment(one, options.environment),
    hostVaults: { loginFor: async () => login, defaults: () => options.hostVaults?.defaults() ?? {} },
    // The login is there: what the user settled before is not asked for another.
    credentialFor: async () => undefined,
    usualTokenFile: "",
  });
  return vaultLogin(connection, auth, signal);
}
