import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensurePrivateDirectory } from "../../platform/privateDirectory";
import { readPrivateFile, writePrivateFile } from "../../platform/privateFile";

const maxPreloadBytes = 1024 * 1024;

/**
 * Copies the preloader to the user's own folder, where it stays when the extension is updated or removed together with
 * its storage, and gives that path: a `--require` of a file that is gone would keep every `node` of a terminal from
 * starting. A copy that is not ours is replaced.
 * @throws RouterError when there is no safe place.
 */
export function ensurePreloadFile(bundledPath: string, dataDirectory: string): string {
  const path = preloadPathIn(dataDirectory);
  ensurePrivateDirectory(dirname(path));
  const bundled = readFileSync(bundledPath);
  if (hashOfCopy(path) !== hashOf(bundled)) writePrivateFile(path, bundled);
  return path;
}

/** Whether the copy is the one that this version would use. */
export function preloadFileState(bundledPath: string, dataDirectory: string): PreloadFileState {
  const path = preloadPathIn(dataDirectory);
  if (!existsSync(path)) return { path, state: "absent" };
  return { path, state: hashOfCopy(path) === hashOf(readFileSync(bundledPath)) ? "whole" : "differs" };
}

export interface PreloadFileState {
  readonly path: string;
  readonly state: "absent" | "whole" | "differs";
}

function preloadPathIn(dataDirectory: string): string {
  return join(dataDirectory, "preload", "preload.cjs");
}

function hashOfCopy(path: string): string | undefined {
  try {
    const copy = readPrivateFile(path, maxPreloadBytes);
    return copy === undefined ? undefined : hashOf(copy);
  } catch {
    // Not a plain file of ours: it is replaced, never followed.
    return undefined;
  }
}

function hashOf(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
