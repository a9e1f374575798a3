import { type AuditRecord, tailAudit } from "../../broker/tailAudit";
import { verifyAudit } from "../../broker/verifyAudit";
import type { CommandReport } from "../commandReport";
import type { CommandContext } from "../context";
import { formatTime } from "../formatTime";
import { flagNumber, flagText, type Invocation } from "../invocation";
import { table } from "../table";
import { printable } from "../terminal";
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
  const { ok, lines, firstSeq, lastSeq, broken, notes } = verdict;
  return {
    document: verdict,
    exitCode: ok ? 0 : 1,
    text: (terminal) => {
      if (ok && lines === 0) return "The audit log is empty.";
      const told = notes.map(printable);
      if (broken === null) {
        return [
          `${terminal.green("The audit log is whole")}: entries ${firstSeq} to ${lastSeq}.`,
          ...told,
        ].join("\n");
      }
      return [
        `${terminal.red("The audit log is broken")}: ${printable(`${broken.file}, line ${broken.line}: ${broken.why}`)}.`,
        lines === 0
          ? "Nothing before it could be proved."
          : `Entries ${firstSeq} to ${lastSeq} before it are whole.`,
        ...told,
        `Keep a copy of ${directories.state} and find out who changed it.`,
      ].join("\n");
    },
  };
}

function tailReport(records: readonly AuditRecord[]): CommandReport {
  return {
    document: { entries: records },
    text: (terminal) =>
      records.length === 0
        ? "The audit log is empty: nothing was served or changed yet."
        : table(
            [
              { title: "TIME", cell: (record) => formatTime(Date.parse(field(record, "at"))) },
              { title: "ACTION", cell: (record) => field(record, "action").replaceAll("_", " ") },
              { title: "PROGRAM", cell: (record) => programOf(record) },
              { title: "WHAT", cell: whatOf, below: true },
            ],
            records,
            terminal,
          ),
  };
}

function programOf(record: AuditRecord): string {
  const [program, pid] = [field(record, "program"), field(record, "pid")];
  return pid === "" ? program : `${program} ${pid}`.trim();
}

/** The rest of an entry, in the order in which one would say it. */
function whatOf(record: AuditRecord): string {
  const names = Array.isArray(record["names"]) ? record["names"].join(" ") : "";
  const count = field(record, "count");
  const version = field(record, "version");
  const mode = field(record, "mode");
  const canary = field(record, "canary");
  return [
    field(record, "name"),
    names,
    count === "" ? "" : `${count} x`,
    field(record, "source"),
    version === "" ? "" : `version ${version}`,
    mode === "" ? "" : `mode ${mode}${mode === "dual" && canary !== "" ? ` ${canary} %` : ""}`,
    field(record, "code"),
    field(record, "reason"),
    field(record, "file"),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function field(record: AuditRecord, key: string): string {
  const value = record[key];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
