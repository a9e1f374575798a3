import { createHash } from "node:crypto";
import { closeSync, constants, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { Directories } from "../platform/directories";
import { readPrivateFile } from "../platform/privateFile";

/** The log is a chain over at most this many files, the newest without a number. */
const maxFiles = 5;
export const maxAuditFileBytes = 5 * 1024 * 1024;
const readableFileBytes = 64 * 1024 * 1024;
const lastLineBytes = 32 * 1024;

export function currentAuditFile(directories: Directories): string {
  return join(directories.state, "audit.jsonl");
}

export function auditLockFile(directories: Directories): string {
  return join(directories.state, "audit.lock");
}

/** The numbered files that exist, the oldest first. */
export function rotatedAuditFiles(directories: Directories): readonly string[] {
  return Array.from({ length: maxFiles - 1 }, (_, index) => maxFiles - 1 - index)
    .map((number) => rotatedFile(directories, number))
    .filter((path) => existsSync(path));
}

/** How each file is renamed to make room, in order; without `to` it is dropped. */
export function rotation(directories: Directories): readonly { from: string; to: string | undefined }[] {
  const moves = Array.from({ length: maxFiles - 1 }, (_, index) => {
    const number = maxFiles - 1 - index;
    const to = number === maxFiles - 1 ? undefined : rotatedFile(directories, number + 1);
    return { from: rotatedFile(directories, number), to };
  });
  const last = { from: currentAuditFile(directories), to: rotatedFile(directories, 1) };
  return [...moves, last].filter(({ from }) => existsSync(from));
}

/** Whole lines, and what stands after the last newline: a line that its writer could not finish. */
export function readAuditLines(path: string): { readonly lines: readonly string[]; readonly torn: string } {
  const content = readPrivateFile(path, readableFileBytes)?.toString("utf8") ?? "";
  const lines = content.split("\n");
  return { torn: lines.pop() ?? "", lines };
}

/** The last line of a file that ends with a whole one, without reading the rest; undefined when it must be read. */
export function lastAuditLine(
  path: string,
): { readonly line: string; readonly endBytes: number } | undefined {
  try {
    const fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const { size } = fstatSync(fd);
      const buffer = Buffer.alloc(Math.min(size, lastLineBytes));
      const length = readSync(fd, buffer, 0, buffer.length, size - buffer.length);
      const lines = buffer.toString("utf8", 0, length).split("\n");
      return lines.length < 3 || lines.pop() !== ""
        ? undefined
        : { line: lines.at(-1) ?? "", endBytes: size };
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function rotatedFile(directories: Directories, number: number): string {
  return join(directories.state, `audit.${number}.jsonl`);
}
