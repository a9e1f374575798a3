import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The kernel notes a read at the latest where the note is older than the last change.
const [readAtMs, changedAtMs] = [1_000_000, 2_000_000];

/** Marks files as never read, so that a later look tells which have been. */
export function markUnread(paths: readonly string[]): void {
  for (const path of paths) utimesSync(path, readAtMs / 1000, changedAtMs / 1000);
}

export function readSinceMarked(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => statSync(path).atimeMs !== readAtMs);
}

/** False on a file system that notes no reads, where such a look would prove nothing. */
export function readsAreNoted(): boolean {
  const directory = mkdtempSync(join(tmpdir(), "secret-router-marks-"));
  try {
    const path = join(directory, "read");
    writeFileSync(path, "x");
    markUnread([path]);
    readFileSync(path);
    return readSinceMarked([path]).length === 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
