import type { Configuration } from "../../core/configuration";
import type { AskPassphrase } from "../../providers/local/identityFile";
import type { ProvidersOptions } from "../../providers/registry";
import type { RouterWindow } from "../window/routerWindow";

/**
 * With what every provider of this window is made, whoever asks: the same logins, the same settings.
 * @param passphrase how the embedded store is opened, where not for a command.
 */
export function providersOptions(
  window: Pick<RouterWindow, "directories" | "environment" | "hostVaults" | "passphrase">,
  configuration: Pick<Configuration, "vaultUrl">,
  passphrase: AskPassphrase = window.passphrase.ask,
): ProvidersOptions {
  const { directories, environment, hostVaults } = window;
  const passphraseStamp = (): number => window.passphrase.timesEntered;
  return { directories, environment, configuration, hostVaults, passphrase, passphraseStamp };
}
