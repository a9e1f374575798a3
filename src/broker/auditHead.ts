import { join } from "node:path";
import { type ChainEnd, chainStart } from "../core/auditChain";
import type { Directories } from "../platform/directories";
import { readPrivateFile, writeTransientFile } from "../platform/privateFile";

/** What is remembered beside the log, so that lines cut off either end are missed. */
export interface AuditHead extends ChainEnd {
  /** The oldest line still kept, and the hash it follows. */
  readonly first: { readonly seq: number; readonly prev: string };
}

export const newAuditHead: AuditHead = { ...chainStart, first: { seq: 1, prev: chainStart.hash } };
const maxHeadBytes = 4096;
const hashPattern = /^[0-9a-f]{64}$/;

export function auditHeadFile(directories: Directories): string {
  return join(directories.state, "audit.head");
}

/** Gives undefined for a head that is absent or of another shape. */
export function readAuditHead(directories: Directories): AuditHead | undefined {
  try {
    const content = readPrivateFile(auditHeadFile(directories), maxHeadBytes);
    return content === undefined ? undefined : parseHead(JSON.parse(content.toString("utf8")));
  } catch {
    return undefined;
  }
}

/** @throws RouterError IO or DISK_FULL. */
export function writeAuditHead(directories: Directories, head: AuditHead): void {
  writeTransientFile(auditHeadFile(directories), JSON.stringify(head));
}

function parseHead(value: unknown): AuditHead | undefined {
  const { seq, hash, first } = Object(value) as Record<string, unknown>;
  const { seq: firstSeq, prev } = Object(first) as Record<string, unknown>;
  if (!isCount(seq) || !isHash(hash) || !isCount(firstSeq) || !isHash(prev)) return undefined;
  return { seq, hash, first: { seq: firstSeq, prev } };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isHash(value: unknown): value is string {
  return typeof value === "string" && hashPattern.test(value);
}
