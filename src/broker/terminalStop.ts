import { rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Directories } from "../platform/directories";
import { ensurePrivateDirectory } from "../platform/privateDirectory";
import { writeTransientFile } from "../platform/privateFile";

// Several windows on one workspace take turns with its terminals, and each keeps in memory what the user has said of
// the workspace: without this mark another window would go on with what the user has just ended in one of them.

/** @throws RouterError IO, DISK_FULL or UNSAFE_PERMISSIONS. */
export function markTerminalsStopped(directories: Directories, directory: string): void {
  ensurePrivateDirectory(folderOf(directories));
  writeTransientFile(markOf(directories, directory), "");
}

/** Whether the user has ended this session since then, in whichever window. */
export function areTerminalsStopped(directories: Directories, directory: string, sinceMs: number): boolean {
  try {
    return statSync(markOf(directories, directory)).mtimeMs > sinceMs;
  } catch {
    return false;
  }
}

export function forgetTerminalsStopped(directories: Directories, directory: string): void {
  rmSync(markOf(directories, directory), { force: true });
}

function markOf(directories: Directories, directory: string): string {
  return join(folderOf(directories), basename(directory));
}

function folderOf({ state }: Directories): string {
  return join(state, "terminals-stopped");
}
