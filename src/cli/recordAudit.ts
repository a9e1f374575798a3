import type { AuditEntry, AuditLog } from "../broker/auditLog";
import { openAuditLog } from "../broker/openAuditLog";
import type { CommandContext } from "./context";
import { printError } from "./printError";

/** Records one thing that a command did. */
export async function recordAudit(context: CommandContext, entry: AuditEntry): Promise<void> {
  await withAudit(context, async (audit) => audit.record(entry));
}

/** Lends the audit log. What it tells of is done by then: a log that cannot be written is said, and no failure. */
export async function withAudit<T>(
  context: CommandContext,
  action: (audit: AuditLog) => Promise<T>,
): Promise<T> {
  const log = openAuditLog(context.directories);
  try {
    return await action({
      record: (entry) => log.record({ pid: process.pid, program: "secret-router", ...entry }),
      flush: () => log.flush(),
      close: () => log.close(),
      problem: undefined,
    });
  } finally {
    await log.close();
    if (log.problem !== undefined) printError(log.problem, { write: context.notice }, context.json);
  }
}
