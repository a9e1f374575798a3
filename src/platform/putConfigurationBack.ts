import { rmSync } from "node:fs";
import { configurationText, readConfigurationFile } from "./readConfigurationFile";
import { type Rewriting, rewriteConfigurationFile } from "./rewriteConfigurationFile";

/**
 * Undoes a rewriting. Gives false, and leaves the file as it is, when it no longer is what was written.
 * @throws RouterError as the rewriting itself.
 */
export function putConfigurationBack({ file, before, after }: Rewriting): boolean {
  if (!isStill(file, after)) return false;
  if (before === undefined) rmSync(file);
  else rewriteConfigurationFile(file, () => configurationText(before));
  return true;
}

function isStill(file: string, content: Buffer): boolean {
  try {
    return readConfigurationFile(file).content.equals(content);
  } catch {
    return false;
  }
}
