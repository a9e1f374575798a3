import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { RouterError } from "../core/routerError";
import { errnoCode, ioError } from "./ioError";
import { readAtMost } from "./readAtMost";

/**
 * Replaces a file in one step, so that a reader sees the old content or the new and a full disk loses neither.
 * @throws RouterError IO or DISK_FULL.
 */
export function writePrivateFile(path: string, content: Buffer | string, mode = 0o600): void {
  replaceFile(path, content, mode, fsyncSync);
}

/**
 * As `writePrivateFile`, for what is worthless after a power cut: it does not wait for the disk.
 * @throws RouterError IO or DISK_FULL.
 */
export function writeTransientFile(path: string, content: Buffer | string): void {
  replaceFile(path, content, 0o600, () => undefined);
}

function replaceFile(
  path: string,
  content: Buffer | string,
  mode: number,
  settle: (fd: number) => void,
): void {
  // Unique without loading node:crypto, which costs 4 ms at start-up; O_EXCL refuses a name that was guessed.
  const temporary = `${path}.${process.pid}.${process.hrtime.bigint().toString(36)}.tmp`;
  try {
    const fd = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
    try {
      // The umask may have taken bits away; a file that replaces another keeps the other's mode.
      if (process.platform !== "win32") fchmodSync(fd, mode);
      writeAll(fd, typeof content === "string" ? Buffer.from(content) : content);
      settle(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw ioError(error, path);
  }
}

/**
 * Reads a file that only its owner may read, checked on the open descriptor so that nothing can be swapped between.
 * Gives undefined when there is none.
 * @throws RouterError UNSAFE_PERMISSIONS or IO; a FIFO or device is refused without waiting for it.
 */
export function readPrivateFile(path: string, maxBytes: number): Buffer | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errnoCode(error) === "ENOENT") return undefined;
    if (errnoCode(error) === "ELOOP") throw unsafe(path, "is a symbolic link");
    throw ioError(error, path);
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw unsafe(path, "is not a plain file");
    if (process.getuid !== undefined) {
      if (stats.uid !== process.getuid()) throw unsafe(path, "belongs to another user");
      if ((stats.mode & 0o077) !== 0) throw unsafe(path, "can be read or changed by other users");
    }
    const content = stats.size > maxBytes ? undefined : readAtMost(fd, stats.size, maxBytes);
    if (content === undefined) throw unsafe(path, `is larger than ${maxBytes} bytes`);
    return content;
  } catch (error) {
    throw ioError(error, path);
  } finally {
    closeSync(fd);
  }
}

function writeAll(fd: number, content: Buffer): void {
  let offset = 0;
  while (offset < content.length) offset += writeSync(fd, content, offset);
}

function unsafe(path: string, problem: string): RouterError {
  return new RouterError(
    "UNSAFE_PERMISSIONS",
    `${path} ${problem}, so it is not used.`,
    `Make it a plain file of your own: chmod 600 "${path}", or remove it.`,
  );
}
