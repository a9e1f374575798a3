import { closeSync, constants, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { RouterError } from "../core/routerError";
import { errnoCode, ioError } from "./ioError";
import { isProcessAlive } from "./processes";

const retryMs = 15;
const maxOwnerBytes = 32;
// A lock file without a readable owner is one that is being written, or what a full disk left behind.
const ownerlessLifetimeMs = 5_000;

/**
 * Runs one action at a time over all processes that use the same lock path. The lock of a process that died is taken
 * over. Written here because the known lock packages rest on timers that must keep firing, which a busy process misses.
 * @throws RouterError BUSY after the deadline, IO, or what the action throws.
 */
export async function withFileLock<T>(
  path: string,
  timeoutMs: number,
  action: () => T | Promise<T>,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  while (!tryLock(path)) {
    if (removeDeadLock(path)) continue;
    if (Date.now() > deadline) {
      throw new RouterError(
        "BUSY",
        `Another process keeps ${path}.`,
        "Try again, or end the process that hangs.",
      );
    }
    await delay(retryMs);
  }
  try {
    return await action();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  try {
    const fd = openSync(path, "wx", 0o600);
    try {
      writeSync(fd, String(process.pid));
    } catch (error) {
      // A full disk: an ownerless lock would keep everyone out for seconds.
      rmSync(path, { force: true });
      throw error;
    } finally {
      closeSync(fd);
    }
    return true;
  } catch (error) {
    if (errnoCode(error) === "EEXIST") return false;
    throw ioError(error, path);
  }
}

/**
 * Two processes may find the same dead lock: only the one that holds the takeover file may remove it, and looks again
 * first, or it could remove the lock that the other has just taken.
 */
function removeDeadLock(path: string): boolean {
  if (!isDead(path)) return false;
  const takeover = `${path}.takeover`;
  if (!tryLock(takeover)) {
    if (isOlderThan(takeover, ownerlessLifetimeMs)) rmSync(takeover, { force: true });
    return false;
  }
  try {
    if (isDead(path)) rmSync(path, { force: true });
  } finally {
    rmSync(takeover, { force: true });
  }
  return true;
}

function isDead(path: string): boolean {
  try {
    const owner = Number(readAtOnce(path));
    return owner > 0 ? !isProcessAlive(owner) : isOlderThan(path, ownerlessLifetimeMs);
  } catch {
    return false;
  }
}

/** Without waiting for a writer, as a plain read of a FIFO in the lock's place would, for ever. */
function readAtOnce(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const buffer = Buffer.alloc(maxOwnerBytes);
    return buffer.toString("latin1", 0, readSync(fd, buffer, 0, maxOwnerBytes, 0));
  } catch {
    // A position means nothing in a FIFO: nobody's lock.
    return "";
  } finally {
    closeSync(fd);
  }
}

function isOlderThan(path: string, ageMs: number): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > ageMs;
  } catch {
    return false;
  }
}
