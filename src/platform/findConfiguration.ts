import { existsSync, lstatSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

export const configurationFileName = "secret-router.json";

/** The nearest `secret-router.json` at or above a folder. */
export function findConfiguration(from: string): string | undefined {
  return configurationFolders(from)
    .map((folder) => join(folder, configurationFileName))
    .find(
      (candidate) => existsSync(candidate) && (dirname(candidate) === from || !isForeign(candidate, from)),
    );
}

/**
 * The folders in which a configuration counts, the nearest first. The search ends at a repository's root and at the home
 * folder: a file further up belongs to somebody else's work, and so does one above the folder that another user has put
 * there, as anybody can into a shared `/tmp`.
 */
export function configurationFolders(from: string): readonly string[] {
  const parent = dirname(from);
  const isLast = from === homedir() || from === parent || existsSync(join(from, ".git"));
  return isLast ? [from] : [from, ...configurationFolders(parent)];
}

/** The folder's owner counts beside our own user: in a container its files often belong to another. */
function isForeign(candidate: string, from: string): boolean {
  const own = process.getuid?.();
  if (own === undefined) return false;
  try {
    return ![own, 0, statSync(from).uid].includes(lstatSync(candidate).uid);
  } catch {
    return true;
  }
}
