import { basename } from "node:path";
import { type ChainEnd, chainStart, checkLine, parseChainedLine } from "../core/auditChain";
import { RouterError } from "../core/routerError";
import type { Directories } from "../platform/directories";
import { withFileLock } from "../platform/fileLock";
import { auditLockFile, currentAuditFile, readAuditLines, rotatedAuditFiles, sha256 } from "./auditFiles";
import { type AuditHead, auditHeadFile, readAuditHead } from "./auditHead";

export interface AuditVerdict {
  readonly ok: boolean;
  readonly lines: number;
  /** Numbers of the oldest and newest line that were proved. */
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  /** The first thing that is wrong. */
  readonly broken: { readonly file: string; readonly line: number; readonly why: string } | null;
  /** What is worth knowing and no mistake. */
  readonly notes: readonly string[];
}

type Broken = NonNullable<AuditVerdict["broken"]>;

const lockTimeoutMs = 3_000;

/**
 * Proves the chain from the oldest line kept to the newest.
 * @throws RouterError IO or UNSAFE_PERMISSIONS for files that cannot be read.
 */
export async function verifyAudit(directories: Directories): Promise<AuditVerdict> {
  const files = [...rotatedAuditFiles(directories), currentAuditFile(directories)];
  if (
    readAuditHead(directories) === undefined &&
    files.every((path) => readAuditLines(path).lines.length === 0)
  )
    return { ok: true, lines: 0, firstSeq: null, lastSeq: null, broken: null, notes: [] };
  try {
    return await withFileLock(auditLockFile(directories), lockTimeoutMs, () => verify(directories));
  } catch (error) {
    // A folder that cannot be written can be verified all the same, and a writer that hangs hides nothing.
    if (RouterError.is(error, "UNSAFE_PERMISSIONS")) throw error;
    return verify(directories);
  }
}

function verify(directories: Directories): AuditVerdict {
  const head = readAuditHead(directories);
  const files = [...rotatedAuditFiles(directories), currentAuditFile(directories)];
  const walk = new ChainWalk(head);
  const notes: string[] = [];
  for (const path of files) {
    const { lines, torn } = readAuditLines(path);
    for (const [index, line] of lines.entries()) {
      const why = walk.step(line);
      if (why !== undefined) return verdict(walk, { file: basename(path), line: index + 1, why }, notes);
    }
    if (torn === "") continue;
    const why = "the line is cut off";
    if (path !== currentAuditFile(directories))
      return verdict(walk, { file: basename(path), line: lines.length + 1, why }, notes);
    notes.push("The last line is unfinished: its writer ended meanwhile. The next entry removes it.");
  }
  const { lines } = readAuditLines(currentAuditFile(directories));
  const broken = endProblem(directories, walk, head, lines.length + 1);
  if (broken === null && head !== undefined && walk.lastSeq > head.seq)
    notes.push(`${walk.lastSeq - head.seq} lines follow the head: their writer ended before it noted them.`);
  return verdict(walk, broken, [...notes, ...walk.findings]);
}

function endProblem(
  directories: Directories,
  walk: ChainWalk,
  head: AuditHead | undefined,
  line: number,
): Broken | null {
  if (head === undefined) {
    const file = basename(auditHeadFile(directories));
    return { file, line: 1, why: "it is missing, so lines cut off the end would not be noticed" };
  }
  if (walk.lastSeq >= head.seq) return null;
  const file = basename(currentAuditFile(directories));
  const from = walk.lines === 0 ? head.first.seq : walk.lastSeq + 1;
  return { file, line, why: `lines ${from} to ${head.seq} were cut off the end` };
}

function verdict(walk: ChainWalk, broken: Broken | null, notes: readonly string[]): AuditVerdict {
  return {
    ok: broken === null,
    lines: walk.lines,
    firstSeq: walk.firstSeq,
    lastSeq: walk.lines === 0 ? null : walk.lastSeq,
    broken,
    notes,
  };
}

/** Goes along the chain line by line. */
class ChainWalk {
  readonly #head: AuditHead | undefined;
  readonly findings: string[] = [];
  #end: ChainEnd | undefined;
  lines = 0;
  firstSeq: number | null = null;

  constructor(head: AuditHead | undefined) {
    this.#head = head;
  }

  get lastSeq(): number {
    return this.#end?.seq ?? 0;
  }

  /** Says what is wrong with the line, or nothing. */
  step(line: string): string | undefined {
    const check = checkLine(line, this.#end, sha256);
    if (!check.ok) return check.why;
    const problem = this.#end === undefined ? this.#firstProblem(line) : undefined;
    if (problem !== undefined) return problem;
    const { end } = check;
    if (this.#head !== undefined && end.seq === this.#head.seq && end.hash !== this.#head.hash)
      return "the line was replaced: it is not the one its writer noted";
    this.firstSeq ??= end.seq;
    this.#end = end;
    this.lines++;
    this.#note(line);
    return undefined;
  }

  #firstProblem(line: string): string | undefined {
    const first = parseChainedLine(line);
    if (first === undefined) return "the line is not one of the log's";
    if (first.seq === 1) return first.prev === chainStart.hash ? undefined : "the line was changed";
    const expected = this.#head?.first;
    if (expected === undefined || first.seq < expected.seq) return undefined;
    if (first.seq > expected.seq)
      return `lines ${expected.seq} to ${first.seq - 1} are missing before line ${first.seq}`;
    return first.prev === expected.prev
      ? undefined
      : "the line does not follow from the one that was dropped before it";
  }

  #note(line: string): void {
    const content = parseChainedLine(line)?.content;
    if (content?.["action"] !== "audit_recovered") return;
    this.findings.push(`Line ${this.lastSeq}: ${String(content["reason"])}.`);
  }
}
