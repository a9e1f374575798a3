import { lstatSync, mkdirSync } from "node:fs";
import { RouterError } from "../core/routerError";
import { ioError } from "./ioError";

/**
 * Creates a directory that only its owner can enter, with its parents, and refuses one that others can change.
 * @throws RouterError UNSAFE_PERMISSIONS or IO.
 */
export function ensurePrivateDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw ioError(error, path);
  }
  const problem = privateDirectoryProblem(path);
  if (problem !== undefined) {
    throw new RouterError(
      "UNSAFE_PERMISSIONS",
      `The folder ${path} ${problem}.`,
      `Make it yours alone: chmod 700 "${path}", or remove it.`,
    );
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
