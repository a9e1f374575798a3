import { liftKillSwitch } from "../../broker/killSwitch";
import { type CommandReport, sentences } from "../commandReport";
import type { CommandContext } from "../context";
import type { Invocation } from "../invocation";
import { withAudit } from "../recordAudit";
import { countSessions, sessionName } from "../sessionWords";

export async function runResume(_invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const { directories } = context;
  const results = await withAudit(context, (audit) => liftKillSwitch({ directories, audit }));
  const done = results.filter(({ result }) => result === "done").length;
  const silent = results.filter(({ result }) => result !== "done");
  return sentences(
    {
      killed: false,
      sessions: results.map(({ session: { id, pid, command }, result }) => ({ id, pid, command, result })),
    },
    `The kill switch is lifted. ${results.length === 0 ? "No session runs now." : `${countSessions(done)} back in mode.`}`,
    ...silent.map(({ session }) => `${sessionName(session)} has not answered yet; it follows when it can.`),
  );
}
