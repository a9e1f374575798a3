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

/** Tells one mark from another; undefined without one. No time is compared: a clock may be set back. */
export function terminalStopMark(directories: Directories, directory: string): string | undefined {
  try {
    const { ino, mtimeMs } = statSync(markOf(directories, directory));
    return `${ino}:${mtimeMs}`;
  } catch {
    return undefined;
  }
}

/**
 * Whether the user has ended this session, in whichever window.
 * @param known the mark that was there when he wanted it last, which is not meant for it.
 */
export function areTerminalsStopped(
  directories: Directories,
  directory: string,
  known: string | undefined,
): boolean {
  const mark = terminalStopMark(directories, directory);
  return mark !== undefined && mark !== known;
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
