import { type SessionResult, throwKillSwitch } from "../../broker/killSwitch";
import type { CommandReport } from "../commandReport";
import { sentences } from "../commandReport";
import type { CommandContext } from "../context";
import { flagText, type Invocation } from "../invocation";
import { withAudit } from "../recordAudit";
import { countSessions, sessionName } from "../sessionWords";

export async function runKill(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const reason = flagText(invocation, "reason") ?? "by the user";
  const { directories } = context;
  const results = await withAudit(context, (audit) => throwKillSwitch({ directories, audit, reason }));
  const failed = results.filter(({ result }) => result === "failed");
  const report = sentences(
    {
      killed: true,
      reason,
      sessions: results.map(({ session: { id, pid, command }, result }) => ({ id, pid, command, result })),
    },
    `The kill switch is thrown. ${effect(results)}`,
    ...failed.map(({ session }) => `${sessionName(session)} may go on with what it has: end it yourself.`),
    "Lift it: secret-router resume",
  );
  return { ...report, exitCode: failed.length > 0 ? 1 : 0 };
}

function effect(results: readonly SessionResult[]): string {
  if (results.length === 0) return "No session runs now; later ones get their plain environment.";
  const reached = results.filter(({ result }) => result !== "failed");
  const forced = reached.filter(({ result }) => result === "forced").length;
  const how = forced === 0 ? "" : ` ${forced} did not answer, so their leases were taken away.`;
  return `${countSessions(reached.length)} got the plain environment back, and later ones will too.${how}`;
}
