import { parseChainedLine } from "../core/auditChain";
import type { Directories } from "../platform/directories";
import { currentAuditFile, readAuditLines, rotatedAuditFiles } from "./auditFiles";

/** One line as it was recorded; shown, not trusted: `verifyAudit` proves. */
export type AuditRecord = Readonly<Record<string, unknown>> & { readonly seq: number };

/**
 * The newest entries, oldest of them first. Lines that do not parse are left out.
 * @throws RouterError IO or UNSAFE_PERMISSIONS.
 */
export function tailAudit(directories: Directories, count: number): readonly AuditRecord[] {
  const records: AuditRecord[] = [];
  const files = [...rotatedAuditFiles(directories), currentAuditFile(directories)];
  for (const path of files.reverse()) {
    const wanted = count - records.length;
    if (wanted <= 0) break;
    const lines = readAuditLines(path).lines.slice(-wanted);
    records.unshift(...lines.flatMap(recordOf));
  }
  return records;
}

function recordOf(line: string): readonly AuditRecord[] {
  const parsed = parseChainedLine(line);
  return parsed === undefined ? [] : [{ seq: parsed.seq, ...parsed.content }];
}
