import { editConfiguration } from "../core/editConfiguration";
import { rewriteConfigurationFile } from "./rewriteConfigurationFile";

/**
 * Sets top-level keys of a configuration file and leaves every other byte as it is; makes the file where there is none.
 * @param environment sets them in that overlay of it instead.
 * @throws RouterError CONFIG_* for a file that does not parse before or after, IO or DISK_FULL.
 */
export function editConfigurationFile(
  file: string,
  changes: ReadonlyMap<string, string | number>,
  environment?: string,
): void {
  rewriteConfigurationFile(file, (text) => editConfiguration(text, changes, environment));
}
