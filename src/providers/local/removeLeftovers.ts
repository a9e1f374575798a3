import { readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Removes what a writer that was killed left beside a file. Only for the holder of the lock under which it is written. */
export function removeLeftovers(path: string): void {
  const name = basename(path);
  try {
    for (const entry of readdirSync(dirname(path))) {
      if (entry.startsWith(`${name}.`) && entry.endsWith(".tmp")) rmSync(join(dirname(path), entry));
    }
  } catch {
    // They are a nuisance and no more; the write itself will tell what is wrong.
  }
}
