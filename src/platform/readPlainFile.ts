import { closeSync, constants, fstatSync, openSync, statSync } from "node:fs";
import { RouterError } from "../core/routerError";
import { errnoCode, ioError } from "./ioError";
import { readAtMost } from "./readAtMost";

export interface PlainFile {
  readonly content: Buffer;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Reads a user's own file, which others may read too and which a repository may have put there: every such file is read
 * here. Gives undefined when there is none; a FIFO or a device is refused without waiting for it, and so is what has no
 * end.
 * @throws RouterError IO.
 */
export function readPlainFile(path: string, maxBytes: number): PlainFile | undefined {
  let fd: number;
  try {
    // Opened, even for a moment, a FIFO would lose what its writer has for the one who is meant to read it.
    if (!statSync(path).isFile()) throw refused(path, "is not a plain file");
    fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errnoCode(error) === "ENOENT") return undefined;
    throw ioError(error, path);
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw refused(path, "is not a plain file");
    const content = stats.size > maxBytes ? undefined : readAtMost(fd, stats.size, maxBytes);
    if (content === undefined) throw refused(path, `is larger than ${maxBytes} bytes`);
    return { content, mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
  } catch (error) {
    throw ioError(error, path);
  } finally {
    closeSync(fd);
  }
}

function refused(path: string, problem: string): RouterError {
  return new RouterError("IO", `${path} ${problem}, so it is not read.`, "Name a plain file.");
}
