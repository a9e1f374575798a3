import { type ChainEnd, checkLine, parseChainedLine } from "../core/auditChain";
import type { Directories } from "../platform/directories";
import { currentAuditFile, lastAuditLine, readAuditLines, rotatedAuditFiles, sha256 } from "./auditFiles";
import { type AuditHead, newAuditHead } from "./auditHead";

export interface AuditEnd {
  readonly head: AuditHead;
  /** Bytes of an unfinished line at the end of the current file. */
  readonly tornBytes: number;
  /** Size of the current file without them. */
  readonly wholeBytes: number;
  /** Set when the log and its head do not fit together: written into the log itself. */
  readonly finding: string | undefined;
}

/**
 * Where the chain goes on. A writer that died between the line and the head left valid lines after the head: those are
 * taken over. Anything else that does not fit stays as it is, and the chain goes on from the head, so that the break
 * remains to be found by `verify`.
 */
export function findAuditEnd(directories: Directories, head: AuditHead | undefined): AuditEnd {
  const last = lastAuditLine(currentAuditFile(directories));
  if (head !== undefined && last !== undefined && isLine(last.line, head))
    return { head, tornBytes: 0, wholeBytes: last.endBytes, finding: undefined };
  const { lines, torn } = readAuditLines(currentAuditFile(directories));
  const sizes = { tornBytes: Buffer.byteLength(torn), wholeBytes: byteLength(lines) };
  if (head === undefined) return { ...sizes, ...withoutHead(directories, lines) };
  const end = takeOver(head, lines);
  if (end !== undefined) return { ...sizes, head: { ...head, ...end }, finding: undefined };
  const isRotated = lines.length === 0 && lastHashOf(rotatedAuditFiles(directories).at(-1)) === head.hash;
  const finding = isRotated || head.seq === 0 ? undefined : "the log does not end where its head says";
  return { ...sizes, head, finding };
}

/** The end after the lines that follow the head's, or undefined when they do not. */
function takeOver(head: AuditHead, lines: readonly string[]): ChainEnd | undefined {
  if (isLine(lines.at(-1) ?? "", head)) return head;
  const start = lines.findLastIndex((line) => parseChainedLine(line)?.hash === head.hash) + 1;
  let end: ChainEnd = head;
  for (const line of lines.slice(start)) {
    const check = checkLine(line, end, sha256);
    if (!check.ok) return undefined;
    end = check.end;
  }
  return end === head ? undefined : end;
}

function isLine(line: string, end: ChainEnd): boolean {
  const parsed = parseChainedLine(line);
  return parsed?.hash === end.hash && parsed.seq === end.seq;
}

function withoutHead(directories: Directories, lines: readonly string[]): Pick<AuditEnd, "head" | "finding"> {
  const files = rotatedAuditFiles(directories);
  if (lines.length === 0 && files.length === 0) return { head: newAuditHead, finding: undefined };
  const all = lines.length === 0 ? readAuditLines(files.at(-1) ?? "").lines : lines;
  const last = parseChainedLine(all.at(-1) ?? "");
  const oldest = parseChainedLine((files[0] === undefined ? lines : readAuditLines(files[0]).lines)[0] ?? "");
  const end = last === undefined ? newAuditHead : { seq: last.seq, hash: last.hash };
  const first = oldest === undefined ? newAuditHead.first : { seq: oldest.seq, prev: oldest.prev };
  return { head: { ...end, first }, finding: "the head of the log was missing" };
}

function lastHashOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : parseChainedLine(readAuditLines(path).lines.at(-1) ?? "")?.hash;
}

function byteLength(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
