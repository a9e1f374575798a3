import type { Stats } from "fs";
import { bare, bufferAlloc, bufferSlice, uid } from "./builtins";
import { files } from "./files";

export type FileProblem = "MISSING" | "UNSAFE" | "TOO_LARGE" | "UNREADABLE";

const groupAndOthers = 0o077;
const quietly = bare<{ throwIfNoEntry: boolean }>();
quietly.throwIfNoEntry = false;

/** Ours alone: owner and mode. Windows keeps such files apart by the folder's access list instead. */
function isPrivate(stats: Stats): boolean {
  return uid === undefined || (stats.uid === uid && (stats.mode & groupAndOthers) === 0);
}

/** Says whether a folder is a real one, owned by this user and closed to all others. */
export function isPrivateDirectory(path: string): boolean {
  try {
    const stats = files().lstatSync(path);
    return stats.isDirectory() && isPrivate(stats);
  } catch {
    return false;
  }
}

/** Reads a small file of ours. Everything is checked on the open descriptor, so that nothing can be swapped between. */
export function readPrivateFile(path: string, maxBytes: number): Buffer | FileProblem {
  let descriptor: number;
  try {
    descriptor = files().openSync(path, files().readFlags);
  } catch (error) {
    return problemOf(error);
  }
  try {
    const stats = files().fstatSync(descriptor);
    if (!stats.isFile() || !isPrivate(stats)) return "UNSAFE";
    if (stats.size > maxBytes) return "TOO_LARGE";
    return readAll(descriptor, stats.size);
  } catch (error) {
    return problemOf(error);
  } finally {
    files().closeSync(descriptor);
  }
}

function readAll(descriptor: number, size: number): Buffer {
  const bytes = bufferAlloc(size);
  let length = 0;
  while (length < size) {
    const count = files().readSync(descriptor, bytes, length, size - length, null);
    if (count === 0) break;
    length += count;
  }
  return bufferSlice(bytes, 0, length);
}

function problemOf(error: unknown): FileProblem {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT" || code === "ENOTDIR") return "MISSING";
  // ELOOP and EMLINK are what a symbolic link gives under no-follow; a socket gives ENXIO.
  return code === "ELOOP" || code === "EMLINK" || code === "ENXIO" ? "UNSAFE" : "UNREADABLE";
}

export interface Stamp {
  /** Differs whenever the file has been replaced. */
  readonly text: string;
  /** Epoch milliseconds. */
  readonly changedAt: number;
}

/** Undefined when there is no such file. */
export function stampOf(path: string): Stamp | undefined {
  try {
    const stats = files().lstatSync(path, quietly) as Stats | undefined;
    if (stats === undefined) return undefined;
    const { ino, ctimeMs, mtimeMs, size, mode } = stats;
    return { text: `${ino}:${ctimeMs}:${mtimeMs}:${size}:${mode}`, changedAt: ctimeMs };
  } catch (error) {
    // A file that may not be looked at differs from one that is not there: the reader must say which.
    return problemOf(error) === "MISSING" ? undefined : { text: "unreadable", changedAt: 0 };
  }
}
