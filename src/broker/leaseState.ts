import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { type LeaseHeader, leaseFileName, parseLeaseHeader } from "../contract/lease";

const maxHeaderBytes = 4096;

/** What the lease on disk says openly; undefined when there is none or it is no lease. Never throws. */
export function readLeaseState(sessionDirectory: string): LeaseHeader | undefined {
  try {
    const path = join(sessionDirectory, leaseFileName);
    const fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      if (!fstatSync(fd).isFile()) return undefined;
      const buffer = Buffer.alloc(maxHeaderBytes);
      const text = buffer.toString("utf8", 0, readSync(fd, buffer, 0, maxHeaderBytes, 0));
      const end = text.indexOf("\n");
      return end === -1 ? undefined : parseLeaseHeader(text.slice(0, end));
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}
