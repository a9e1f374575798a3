import { readSync } from "node:fs";

/** What a file that says nothing of its size is read in first. */
const firstBytes = 64 * 1024;

/**
 * Reads an open file from where it stands to its end, and one byte beyond the limit at the most: the size that a file
 * tells is no promise. `/proc/self/pagemap` is a plain file of no size that never ends.
 * @returns undefined for a file that is larger than the limit.
 */
export function readAtMost(fd: number, expectedBytes: number, maxBytes: number): Buffer | undefined {
  let buffer = Buffer.alloc(Math.min(expectedBytes === 0 ? firstBytes : expectedBytes, maxBytes) + 1);
  for (let length = 0; ; ) {
    const read = readSync(fd, buffer, length, buffer.length - length, null);
    length += read;
    if (length > maxBytes) return undefined;
    if (read === 0) return buffer.subarray(0, length);
    if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(2 * length, maxBytes + 1));
  }
}
