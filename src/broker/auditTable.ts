import { formatTime } from "../core/text/formatTime";
import { table } from "../core/text/table";
import type { Terminal } from "../core/text/terminal";
import type { AuditRecord } from "./tailAudit";

/** Entries of the audit log, as a person reads them. */
export function auditTable(records: readonly AuditRecord[], terminal: Terminal): string {
  return table(
    [
      { title: "TIME", cell: (record) => formatTime(Date.parse(field(record, "at"))) },
      { title: "ACTION", cell: (record) => field(record, "action").replaceAll("_", " ") },
      { title: "PROGRAM", cell: programOf },
      { title: "WHAT", cell: whatOf, below: true },
    ],
    records,
    terminal,
  );
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
