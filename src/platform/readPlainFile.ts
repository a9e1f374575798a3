import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { RouterError } from "../core/routerError";
import { errnoCode, ioError } from "./ioError";

export interface PlainFile {
  readonly content: Buffer;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Reads a user's own file, which others may read too. Gives undefined when there is none; a FIFO or a device is refused
 * without waiting for it.
 * @throws RouterError IO.
 */
export function readPlainFile(path: string, maxBytes: number): PlainFile | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errnoCode(error) === "ENOENT") return undefined;
    throw ioError(error, path);
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw refused(path, "is not a plain file");
    if (stats.size > maxBytes) throw refused(path, `is larger than ${maxBytes} bytes`);
    return { content: readFileSync(fd), mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
  } catch (error) {
    throw ioError(error, path);
  } finally {
    closeSync(fd);
  }
}

function refused(path: string, problem: string): RouterError {
  return new RouterError("IO", `${path} ${problem}, so it is not read.`, "Name a plain file.");
}
