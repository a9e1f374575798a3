import type { Configuration } from "../core/configuration";
import type { Provider } from "../core/provider";
import type { ProviderId } from "../core/reference";
import { RouterError } from "../core/routerError";
import type { SecretValue } from "../core/secretValue";
import type { Directories } from "../platform/directories";
import type { HostVaults } from "./vault/connection/hostVaults";

export interface ProvidersOptions {
  readonly directories: Directories;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly configuration: Pick<Configuration, "vaultUrl">;
  /** Asks for the passphrase of the embedded store's key; undefined where nobody can be asked. */
  readonly passphrase?: (attempt: number) => Promise<SecretValue | undefined>;
  /** For a host that may have a passphrase later: changes whenever another one is to be had. */
  readonly passphraseStamp?: () => number;
  /** For a host that keeps logins and settings of its own beside the user's files. */
  readonly hostVaults?: HostVaults;
}

/**
 * Gives each provider at its first use and the same one afterwards; each is a chunk of its own, so that a launch which
 * reads the embedded store never loads the client of a vault.
 * The function rejects with PROVIDER_UNKNOWN, or what keeps a provider from being made.
 */
export function createProviders(options: ProvidersOptions): (id: ProviderId) => Promise<Provider> {
  const made = new Map<ProviderId, Promise<Provider>>();
  return (id) => {
    const provider = made.get(id) ?? createProvider(id, options);
    made.set(id, provider);
    // A failure is not remembered: the user may log in while a program runs.
    provider.catch(() => made.delete(id));
    return provider;
  };
}

async function createProvider(id: ProviderId, options: ProvidersOptions): Promise<Provider> {
  switch (id) {
    case "local": {
      const { createLocalProvider } = await import("./local/localProvider");
      const { directories, passphrase, passphraseStamp } = options;
      const asked = { ...(passphrase && { passphrase }), ...(passphraseStamp && { passphraseStamp }) };
      return createLocalProvider({ directories, ...asked });
    }
    case "vault": {
      const { openVault } = await import("./openVault");
      return openVault(options);
    }
    case "onepassword":
    case "aws":
    case "command":
      throw new RouterError(
        "PROVIDER_UNKNOWN",
        `The provider ${id} is not available yet.`,
        "Use local:NAME or vault:mount/path#field for now.",
      );
    default:
      throw id satisfies never;
  }
}
