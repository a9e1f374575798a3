import { requestRefresh } from "../../broker/requestRefresh";
import { table } from "../../core/text/table";
import { checkedName } from "../checkedName";
import type { CommandReport } from "../commandReport";
import type { CommandContext } from "../context";
import type { Invocation } from "../invocation";
import { withAudit } from "../recordAudit";
import { sessionName } from "../sessionWords";

export async function runRefresh(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const names = [...new Set(invocation.operands.map(checkedName))];
  const { directories } = context;
  const results = await withAudit(context, (audit) => requestRefresh({ directories, audit, names }));
  const isWhole = results.every(({ result }) => result !== undefined && result.failed === 0);
  return {
    document: {
      names,
      sessions: results.map(({ session: { id, pid, command }, result }) => ({
        id,
        pid,
        command,
        result: result ?? null,
      })),
    },
    text: (terminal) => {
      if (results.length === 0) return "No session runs now, so there is nothing to refresh.";
      const listing = table(
        [
          { title: "SESSION", cell: ({ session }) => sessionName(session) },
          { title: "READ", cell: ({ result }) => String(result?.refreshed ?? "no answer"), alignRight: true },
          { title: "CHANGED", cell: ({ result }) => String(result?.changed ?? "-"), alignRight: true },
          {
            title: "FAILED",
            cell: ({ result }) => String(result?.failed ?? "-"),
            alignRight: true,
            paint: (cell, { result }) => (result?.failed === 0 ? cell : terminal.red(cell)),
          },
        ],
        results,
        terminal,
      );
      const isUnread = results.every(({ result }) => result?.refreshed === 0 && result.failed === 0);
      return names.length > 0 && isUnread
        ? `${listing}\n\nNo session routes ${names.join(", ")} at the moment.`
        : listing;
    },
    exitCode: isWhole ? 0 : 1,
  };
}
