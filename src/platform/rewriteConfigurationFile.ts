import { existsSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { parseConfiguration } from "../core/parseConfiguration";
import { RouterError } from "../core/routerError";
import { writePrivateFile } from "./privateFile";
import { isWithin, projectRoot } from "./projectRoot";
import { configurationText, readConfigurationFile } from "./readConfigurationFile";

/** A file's bytes before and after. */
export interface Rewriting {
  readonly file: string;
  /** Undefined where there was none. */
  readonly before: Buffer | undefined;
  readonly after: Buffer;
}

/**
 * Rewrites a configuration file; makes it where there is none.
 * @throws RouterError CONFIG_* for a file that does not parse before or after, IO or DISK_FULL; IO, too, for a link that
 *   leads out of the project.
 */
export function rewriteConfigurationFile(file: string, edit: (text: string) => string): Rewriting {
  // Looked for now: since its user was asked, somebody may have written one.
  if (!existsSync(file)) {
    const made = Buffer.from(edit("{\n}\n"));
    writePrivateFile(file, made, 0o644);
    return { file, before: undefined, after: made };
  }
  // The file keeps its permissions: it belongs to the project and not to us.
  const target = ownTarget(file);
  const { content, mode } = readConfigurationFile(target);
  const text = configurationText(content);
  parseConfiguration(text, file);
  const edited = edit(text);
  parseConfiguration(edited, file);
  const byteOrderMark = content.toString("utf8").startsWith("\ufeff") ? "\ufeff" : "";
  const after = Buffer.from(byteOrderMark + edited);
  writePrivateFile(target, after, mode & 0o777);
  return { file, before: content, after };
}

/** A link is followed within the project, whose packages may share a file; a repository may not lead to another's. */
function ownTarget(file: string): string {
  const target = realpathSync(file);
  const root = projectRoot(realpathSync(dirname(file)));
  if (isWithin(target, root)) return target;
  throw new RouterError(
    "IO",
    `${file} is a link to ${target}, which is not in ${root}, so it is not changed.`,
    `Change ${target} itself, or put a file of this project in the link's place.`,
  );
}
