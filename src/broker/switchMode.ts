import type { Mode } from "../contract/mode";
import { awaitAnswers } from "./answers";
import { writeControl } from "./control";
import type { ControlRequest, SessionResult } from "./killSwitch";
import { readLeaseState } from "./leaseState";
import { liveSessions } from "./sessionRegistry";

const waitMs = 1_000;

/** Switches every running session. @param canary null leaves each session's own. */
export async function switchMode(
  request: ControlRequest & { readonly mode: Mode; readonly canary: number | null },
): Promise<readonly SessionResult[]> {
  const { directories, audit, mode, canary } = request;
  await writeControl(directories, (before) => {
    // Brokers tell switches apart by their time.
    const at = Math.max(Date.now(), (before.mode?.at ?? 0) + 1);
    return { ...before, mode: { mode, canary, at } };
  });
  audit.record({ action: "mode", mode, ...(canary === null ? {} : { canary }) });
  const sessions = liveSessions(directories);
  const switched = await awaitAnswers(sessions, waitMs, ({ directory }) => {
    const lease = readLeaseState(directory);
    return lease?.mode === mode && (canary === null || lease.canary === canary) ? true : undefined;
  });
  return sessions.map((session) => ({ session, result: switched.has(session.id) ? "done" : "unanswered" }));
}
