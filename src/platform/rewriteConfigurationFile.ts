import { realpathSync } from "node:fs";
import { parseConfiguration } from "../core/parseConfiguration";
import { writePrivateFile } from "./privateFile";
import { configurationText, readConfigurationFile } from "./readConfigurationFile";

/**
 * Rewrites a configuration file; makes it where there is none. Gives its text as it is then.
 * @throws RouterError CONFIG_* for a file that does not parse before or after, IO or DISK_FULL.
 */
export function rewriteConfigurationFile(
  file: string,
  exists: boolean,
  edit: (text: string) => string,
): string {
  if (!exists) {
    const made = edit("{\n}\n");
    writePrivateFile(file, made, 0o644);
    return made;
  }
  // A link is followed, and the file keeps its permissions: it belongs to the project and not to us.
  const target = realpathSync(file);
  const { content, mode } = readConfigurationFile(target);
  const before = configurationText(content);
  parseConfiguration(before, file);
  const edited = edit(before);
  parseConfiguration(edited, file);
  const byteOrderMark = content.toString("utf8").startsWith("\ufeff") ? "\ufeff" : "";
  writePrivateFile(target, byteOrderMark + edited, mode & 0o777);
  return edited;
}
