import type { Mode } from "../contract/mode";
import { awaitAnswers } from "./answers";
import { type ModeSwitch, writeControl } from "./control";
import type { ControlRequest, SessionResult } from "./killSwitch";
import { readLeaseState } from "./leaseState";
import { liveSessions } from "./sessionRegistry";

const waitMs = 1_000;

interface ModeRequest extends ControlRequest {
  readonly mode: Mode;
  /** Null leaves each session's own. */
  readonly canary: number | null;
}

/** Switches every running session. */
export async function switchMode(request: ModeRequest): Promise<readonly SessionResult[]> {
  const { directories, mode, canary } = request;
  await writeSwitch(request, {});
  const sessions = liveSessions(directories);
  const switched = await awaitAnswers(sessions, waitMs, ({ directory }) => {
    const lease = readLeaseState(directory);
    return lease?.mode === mode && (canary === null || lease.canary === canary) ? true : undefined;
  });
  return sessions.map((session) => ({ session, result: switched.has(session.id) ? "done" : "unanswered" }));
}

/**
 * Switches the running sessions of one configuration file and one of its environments, or none, wherever their brokers
 * are, and waits for none of them. Those of its other environments go by what the file says of theirs.
 */
export function switchModeOf(scope: Required<Scope>, request: ModeRequest): Promise<void> {
  return writeSwitch(request, scope);
}

type Scope = Pick<ModeSwitch, "configuration" | "environment">;

async function writeSwitch(request: ModeRequest, scope: Scope): Promise<void> {
  const { directories, audit, mode, canary } = request;
  await writeControl(directories, (before) => {
    // Brokers tell switches apart by their time.
    const at = Math.max(Date.now(), (before.mode?.at ?? 0) + 1);
    return { ...before, mode: { mode, canary, at, ...scope } };
  });
  audit.record({ action: "mode", mode, ...(canary === null ? {} : { canary }) });
}
