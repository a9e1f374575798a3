import { existsSync, lstatSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { RouterError } from "../core/routerError";
import { errnoCode, ioError } from "./ioError";

/**
 * Creates a directory that only its owner can enter, with its parents, and refuses one that others can change.
 * @throws RouterError UNSAFE_PERMISSIONS or IO.
 */
export function ensurePrivateDirectory(path: string): void {
  makeWithParents(path);
  const problem = privateDirectoryProblem(path);
  if (problem !== undefined) {
    throw new RouterError(
      "UNSAFE_PERMISSIONS",
      `The folder ${path} ${problem}.`,
      `Make it yours alone: chmod 700 "${path}", or remove it.`,
    );
  }
}

/** Step by step, because Node's own recursive mkdir never returns where nothing can be made, as below `/proc`. */
function makeWithParents(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeWithParents(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errnoCode(error) !== "EEXIST") throw ioError(error, path);
  }
}

/** What is wrong with a directory that must be ours alone, or undefined. */
export function privateDirectoryProblem(path: string): string | undefined {
  let stats: ReturnType<typeof lstatSync>;
  try {
    stats = lstatSync(path);
  } catch {
    return "does not exist";
  }
  if (stats.isSymbolicLink()) return "is a symbolic link";
  if (!stats.isDirectory()) return "is not a folder";
  // Windows has no such bits: the user's profile folder keeps others out by its own rules.
  if (process.getuid === undefined) return undefined;
  if (stats.uid !== process.getuid()) return "belongs to another user";
  if ((stats.mode & 0o077) !== 0) return "can be entered by other users";
  return undefined;
}
