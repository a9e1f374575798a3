import type { Configuration } from "../../core/configuration";
import type { ProvidersOptions } from "../../providers/registry";
import { askPassphrase } from "../askPassphrase";
import type { RouterWindow } from "../window/routerWindow";

/** With what every provider of this window is made, whoever asks: the same logins, the same settings. */
export function providersOptions(
  { directories, environment, hostVaults }: Pick<RouterWindow, "directories" | "environment" | "hostVaults">,
  configuration: Pick<Configuration, "vaultUrl">,
): ProvidersOptions {
  return { directories, environment, configuration, hostVaults, passphrase: askPassphrase };
}
