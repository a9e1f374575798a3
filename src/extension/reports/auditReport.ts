import { auditTable } from "../../broker/auditTable";
import { tailAudit } from "../../broker/tailAudit";
import { verdictText } from "../../broker/verdictText";
import { verifyAudit } from "../../broker/verifyAudit";
import { formatTime } from "../../core/text/formatTime";
import { plainTerminal } from "../../core/text/terminal";
import type { RouterWindow } from "../window/routerWindow";
import { reportColumns } from "./reportColumns";

const shownEntries = 200;

/** What was proved of the audit log, and below it the newest entries, the newest first. */
export async function auditReport({ directories, audit }: RouterWindow): Promise<string> {
  // What this window has done in the last second belongs to it.
  await audit.flush();
  const terminal = plainTerminal(reportColumns);
  const verdict = verdictText(await verifyAudit(directories), directories.state, terminal);
  const records = tailAudit(directories, shownEntries);
  const head = [`Audit log as of ${formatTime(Date.now())}`, "", verdict];
  if (records.length === 0) return [...head, "Nothing was served or changed yet."].join("\n");
  const count = records.length < shownEntries ? "All entries" : `The newest ${shownEntries} entries`;
  const rows = auditTable([...records].reverse(), terminal);
  return [
    ...head,
    "",
    `${count}, the newest first. Names and counts only: no value is ever recorded.`,
    "",
    rows,
  ].join("\n");
}
