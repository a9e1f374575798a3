import { awaitAnswers } from "./answers";
import { writeControl } from "./control";
import type { ControlRequest } from "./killSwitch";
import { readSessionStatus } from "./readSessionStatus";
import { liveSessions, type SessionRecord } from "./sessionRegistry";
import type { RefreshResult } from "./sessionStatus";

const waitMs = 2_000;

export interface SessionRefresh {
  readonly session: SessionRecord;
  /** Undefined for a broker that has not answered in time. */
  readonly result: RefreshResult | undefined;
}

/** Has every running broker read these names again, or all when none is given, and waits for their counts. */
export async function requestRefresh(
  request: ControlRequest & { readonly names: readonly string[] },
): Promise<readonly SessionRefresh[]> {
  const { directories, audit, names } = request;
  const { refresh } = await writeControl(directories, (before) => {
    const at = Math.max(Date.now(), (before.refresh?.at ?? 0) + 1);
    return { ...before, refresh: { names, at } };
  });
  audit.record({ action: "refresh", names });
  const sessions = liveSessions(directories);
  const results = await awaitAnswers(sessions, waitMs, ({ directory }) => {
    const result = readSessionStatus(directory)?.lastRefresh;
    // A later request was answered with fresh reads too.
    return result != null && refresh !== null && result.at >= refresh.at ? result : undefined;
  });
  return sessions.map((session) => ({ session, result: results.get(session.id) }));
}
