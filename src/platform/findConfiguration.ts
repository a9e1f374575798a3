import { existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { RouterError } from "../core/routerError";
import { errnoCode } from "./ioError";

export const configurationFileName = "secret-router.json";

// Generous for JSON, and it keeps a mistaken link to something endless from being read.
const maxBytes = 4 * 1024 * 1024;

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

/** @throws RouterError CONFIG_UNREADABLE; what is no plain file is refused without waiting for it. */
export function readConfigurationText(path: string): string {
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > maxBytes)
      throw unreadable(path, "is not a plain file of a sensible size");
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (RouterError.is(error)) throw error;
    throw unreadable(path, `could not be read (${errnoCode(error) ?? "unknown"})`);
  }
}

function unreadable(path: string, problem: string): RouterError {
  return new RouterError("CONFIG_UNREADABLE", `${path} ${problem}.`, "Mend or remove the file.");
}
