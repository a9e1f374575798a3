import { readdirSync, rmdirSync, rmSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { eventsDirectoryName } from "../contract/lease";

/**
 * Removes a session directory with all that is in it. Its two levels are emptied by hand, because the first recursive
 * `rmSync` of a process costs 2 ms, and `exec` ends with this.
 * @throws a system error.
 */
export function removeSessionDirectory(directory: string): void {
  try {
    removeFlat(join(directory, eventsDirectoryName));
    removeFlat(directory);
  } catch {
    // Something else lies there, or a program has written meanwhile.
    rmSync(directory, { recursive: true, force: true, maxRetries: 2 });
  }
}

function removeFlat(directory: string): void {
  for (const name of readdirSync(directory)) unlinkSync(join(directory, name));
  rmdirSync(directory);
}
