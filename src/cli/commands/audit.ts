import { auditTable } from "../../broker/auditTable";
import { type AuditRecord, tailAudit } from "../../broker/tailAudit";
import { verdictText } from "../../broker/verdictText";
import { verifyAudit } from "../../broker/verifyAudit";
import type { CommandReport } from "../commandReport";
import type { CommandContext } from "../context";
import { flagNumber, flagText, type Invocation } from "../invocation";
import { usageError } from "../usageError";

const defaultLines = 20;

export async function runAudit(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  if (invocation.operands[0] !== "verify") {
    const lines = flagNumber(invocation, "lines", { min: 1, max: 10_000, whole: true }) ?? defaultLines;
    return tailReport(tailAudit(context.directories, lines));
  }
  if (flagText(invocation, "lines") !== undefined) {
    throw usageError("--lines belongs to audit tail.", "Leave it out: verify checks every line.");
  }
  return verifyReport(context);
}

async function verifyReport({ directories }: CommandContext): Promise<CommandReport> {
  const verdict = await verifyAudit(directories);
  return {
    document: verdict,
    exitCode: verdict.ok ? 0 : 1,
    text: (terminal) => verdictText(verdict, directories.state, terminal),
  };
}

function tailReport(records: readonly AuditRecord[]): CommandReport {
  return {
    document: { entries: records },
    text: (terminal) =>
      records.length === 0
        ? "The audit log is empty: nothing was served or changed yet."
        : auditTable(records, terminal),
  };
}
