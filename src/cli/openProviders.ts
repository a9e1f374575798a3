import type { Configuration } from "../core/configuration";
import type { Providers } from "../core/provider";
import { lendProviders } from "../providers/lendProviders";
import { askPassphrase } from "./askSecret";
import type { CommandContext } from "./context";

/** Lends a command its providers for one action. */
export function withProviders<T>(
  { directories, environment }: CommandContext,
  configuration: Pick<Configuration, "vaultUrl">,
  action: (provider: Providers) => Promise<T>,
): Promise<T> {
  return lendProviders({ directories, environment, configuration, passphrase: askPassphrase }, action);
}
