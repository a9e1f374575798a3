import { printable } from "../core/text/printable";
import type { Terminal } from "../core/text/terminal";
import type { AuditVerdict } from "./verifyAudit";

/** What was proved of the audit log, or the first line that is wrong and what to do. */
export function verdictText(verdict: AuditVerdict, folder: string, terminal: Terminal): string {
  const { ok, lines, firstSeq, lastSeq, broken, notes } = verdict;
  if (ok && lines === 0) return "The audit log is empty.";
  const told = notes.map(printable);
  if (broken === null) {
    return [`${terminal.green("The audit log is whole")}: entries ${firstSeq} to ${lastSeq}.`, ...told].join(
      "\n",
    );
  }
  return [
    `${terminal.red("The audit log is broken")}: ${printable(`${broken.file}, line ${broken.line}: ${broken.why}`)}.`,
    lines === 0
      ? "Nothing before it could be proved."
      : `Entries ${firstSeq} to ${lastSeq} before it are whole.`,
    ...told,
    `Keep a copy of ${folder} and find out who changed it.`,
  ].join("\n");
}
