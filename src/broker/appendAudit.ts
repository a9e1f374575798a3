import {
  closeSync,
  constants,
  fchmodSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { type ChainEnd, chainLine, parseChainedLine } from "../core/auditChain";
import type { Directories } from "../platform/directories";
import { withFileLock } from "../platform/fileLock";
import { ioError } from "../platform/ioError";
import { ensurePrivateDirectory } from "../platform/privateDirectory";
import { findAuditEnd } from "./auditEnd";
import { auditLockFile, currentAuditFile, readAuditLines, rotation, sha256 } from "./auditFiles";
import { type AuditHead, readAuditHead, writeAuditHead } from "./auditHead";
import type { AuditEntry } from "./auditLog";

export type TimedAuditEntry = AuditEntry & { readonly at: number };

const lockTimeoutMs = 3_000;

/**
 * Appends to the chain, over all processes one at a time.
 * @throws RouterError BUSY, IO, DISK_FULL or UNSAFE_PERMISSIONS; then nothing was appended.
 */
export async function appendAudit(
  directories: Directories,
  entries: readonly TimedAuditEntry[],
  maxFileBytes: number,
): Promise<void> {
  ensurePrivateDirectory(directories.state);
  await withFileLock(auditLockFile(directories), lockTimeoutMs, () => {
    append(directories, entries, maxFileBytes);
  });
}

function append(directories: Directories, entries: readonly TimedAuditEntry[], maxFileBytes: number): void {
  const found = findAuditEnd(directories, readAuditHead(directories));
  const { text, end } = chained(found.head, [...findings(found), ...entries]);
  let { head } = found;
  let size = found.wholeBytes;
  if (size > 0 && size + Buffer.byteLength(text) > maxFileBytes) {
    head = rotate(directories, head, size);
    size = 0;
  }
  write(currentAuditFile(directories), text, size);
  try {
    writeAuditHead(directories, { ...head, ...end });
  } catch {
    // The lines stand: the next writer takes them over.
  }
}

function findings(found: { finding: string | undefined; tornBytes: number }): readonly TimedAuditEntry[] {
  const at = Date.now();
  const reasons = [
    found.finding,
    found.tornBytes > 0 ? `${found.tornBytes} bytes of an unfinished line were removed` : undefined,
  ];
  return reasons.flatMap((reason) =>
    reason === undefined ? [] : [{ at, action: "audit_recovered", reason }],
  );
}

function chained(start: ChainEnd, entries: readonly TimedAuditEntry[]): { text: string; end: ChainEnd } {
  let end: ChainEnd = { seq: start.seq, hash: start.hash };
  let text = "";
  for (const { at, ...entry } of entries) {
    const next = chainLine(end, { at: new Date(at).toISOString(), ...entry }, sha256);
    text += `${next.line}\n`;
    end = next.end;
  }
  return { text, end };
}

/** The head is told first what the oldest line will be: lines older than it are no mistake, missing ones are. */
function rotate(directories: Directories, head: AuditHead, size: number): AuditHead {
  const moves = rotation(directories);
  const oldest = moves.find(({ to }) => to !== undefined);
  const first = parseChainedLine(oldest === undefined ? "" : (readAuditLines(oldest.from).lines[0] ?? ""));
  const rotated = first === undefined ? head : { ...head, first: { seq: first.seq, prev: first.prev } };
  writeAuditHead(directories, rotated);
  truncate(currentAuditFile(directories), size);
  for (const { from, to } of moves) {
    if (to === undefined) rmSync(from, { force: true });
    else renameSync(from, to);
  }
  return rotated;
}

/** @param size of the whole lines before: what is after them goes, before writing and when writing fails. */
function write(path: string, text: string, size: number): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  try {
    const fd = openSync(path, flags, 0o600);
    try {
      if (process.platform !== "win32") fchmodSync(fd, 0o600);
      ftruncateSync(fd, size);
      writeAll(fd, Buffer.from(text), size);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw ioError(error, path);
  }
}

function writeAll(fd: number, content: Buffer, start: number): void {
  try {
    let offset = 0;
    while (offset < content.length)
      offset += writeSync(fd, content, offset, content.length - offset, start + offset);
  } catch (error) {
    ftruncateSync(fd, start);
    throw error;
  }
}

function truncate(path: string, size: number): void {
  const fd = openSync(path, constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    ftruncateSync(fd, size);
  } finally {
    closeSync(fd);
  }
}
