import { createHash } from "node:crypto";
import { chownSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { RouterError } from "../../core/routerError";
import { errnoCode, ioError } from "../../platform/ioError";
import { writePrivateFile } from "../../platform/privateFile";
import { type PlainFile, readPlainFile } from "../../platform/readPlainFile";

/** The last accepted size of a file to import. */
export const maxUserFileBytes = 1024 * 1024;

export function readUserFile(path: string): PlainFile | undefined {
  return readPlainFile(path, maxUserFileBytes);
}

/** Replaces a user's file in one step; it keeps its mode and owner. */
export function replaceUserFile(path: string, content: Buffer, like: Omit<PlainFile, "content">): void {
  writePrivateFile(path, content, like.mode);
  const uid = process.getuid?.();
  if (uid !== 0 || uid === like.uid) return;
  try {
    chownSync(path, like.uid, like.gid);
  } catch (error) {
    throw ioError(error, path);
  }
}

/**
 * The one name of a file, which is also the key of its sealed original: absolute and without symbolic links, so that a
 * linked file is rewritten itself and not replaced by a copy. The file need not exist.
 */
export function userFilePath(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch (error) {
    if (errnoCode(error) !== "ENOENT") throw ioError(error, absolute);
  }
  try {
    return join(realpathSync(dirname(absolute)), basename(absolute));
  } catch (error) {
    throw ioError(error, absolute);
  }
}

/** Text whose bytes can be given back exactly. */
export function textOf(content: Buffer, path: string): string {
  const text = content.toString("utf8");
  if (Buffer.from(text).equals(content)) return text;
  throw new RouterError(
    "ENV_FILE_INVALID",
    `${path} is not UTF-8 text.`,
    "Save it as UTF-8 and import it again.",
  );
}

export function sha256Of(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
