import type { RunningSession } from "./readTreeFacts";
import type { ServerRun } from "./treeFacts";

/**
 * How a server runs by what its sessions tell, the newest last. The editor does not tell when one ends: what has reported
 * no program may have ended long ago.
 */
export function serverRun(sessions: readonly RunningSession[], allKilled: boolean): ServerRun | undefined {
  const live = sessions.findLast(({ programs }) => programs.some(({ runs }) => runs));
  const current = live ?? sessions.at(-1);
  if (current === undefined) return undefined;
  const { session, status, programs } = current;
  // The kill switch does not reach what was put into an environment.
  if (live === undefined && session.program === "other")
    return status.injected.length > 0 ? "injected" : "unserved";
  if (live === undefined && programs.length > 0) return undefined;
  if (allKilled || status.killed !== null) return "killed";
  return live === undefined ? "started" : "running";
}
