import { readFileSync, realpathSync, statSync } from "node:fs";
import { editConfiguration } from "../core/editConfiguration";
import { parseConfiguration } from "../core/parseConfiguration";
import { readConfigurationText } from "./findConfiguration";
import { writePrivateFile } from "./privateFile";

/**
 * Sets top-level keys of a configuration file and leaves every other byte as it is; makes the file where there is none.
 * @throws RouterError CONFIG_* for a file that does not parse before or after, IO or DISK_FULL.
 */
export function editConfigurationFile(
  file: string,
  exists: boolean,
  changes: ReadonlyMap<string, string | number>,
): void {
  if (!exists) {
    const lines = [...changes].map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    writePrivateFile(file, `{\n${lines.join(",\n")}\n}\n`, 0o644);
    return;
  }
  // A link is followed, and the file keeps its permissions: it belongs to the project and not to us.
  const target = realpathSync(file);
  const edited = editConfiguration(readConfigurationText(target), changes);
  parseConfiguration(edited, file);
  const byteOrderMark = readFileSync(target, "utf8").startsWith("\ufeff") ? "\ufeff" : "";
  writePrivateFile(target, byteOrderMark + edited, statSync(target).mode & 0o777);
}
