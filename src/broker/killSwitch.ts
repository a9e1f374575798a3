import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { killedFileName, leaseFileName } from "../contract/lease";
import { RouterError } from "../core/routerError";
import type { Directories } from "../platform/directories";
import { errnoCode } from "../platform/ioError";
import { awaitAnswers } from "./answers";
import type { AuditLog } from "./auditLog";
import { type Control, writeControl, writeControlUnlocked } from "./control";
import { readLeaseState } from "./leaseState";
import { liveSessions, orphanedSessions, type SessionRecord } from "./sessionRegistry";

export interface SessionResult {
  readonly session: SessionRecord;
  /**
   * `done`: its broker has written the new lease. `forced`: the broker does not answer, its lease was taken away.
   * `failed`: neither; its processes may still use the lease they have. `unanswered`: the broker will follow when it
   * runs again.
   */
  readonly result: "done" | "forced" | "failed" | "unanswered";
}

export interface ControlRequest {
  readonly directories: Directories;
  readonly audit: AuditLog;
}

const killWaitMs = 150;
const killLockWaitMs = 50;
const resumeWaitMs = 1_000;

/**
 * Returns every running session, and every later one, to its plain environment until `liftKillSwitch`.
 * @throws RouterError when the state cannot be marked; the leases are taken away all the same.
 */
export async function throwKillSwitch(
  request: ControlRequest & { readonly reason: string },
): Promise<readonly SessionResult[]> {
  const { directories, audit, reason } = request;
  try {
    await markKilled(directories, reason);
  } catch (error) {
    // Each broker takes the mark that is left beside its lease for a kill of its own.
    for (const session of [...liveSessions(directories), ...orphanedSessions(directories)])
      takeLeaseAway(session);
    throw error;
  }
  audit.record({ action: "kill", reason });
  // Before the wait for those that answer: nobody will write these a killed lease.
  const orphans = orphanedSessions(directories).filter((session) => !takeLeaseAway(session));
  const sessions = liveSessions(directories);
  const killed = await awaitAnswers(sessions, killWaitMs, isKilled);
  const results = sessions.map((session): SessionResult => {
    if (killed.has(session.id)) return { session, result: "done" };
    return { session, result: takeLeaseAway(session) ? "forced" : "failed" };
  });
  return [...results, ...orphans.map((session): SessionResult => ({ session, result: "failed" }))];
}

/** Lifts the user's kill switch and those that sessions threw themselves. */
export async function liftKillSwitch(request: ControlRequest): Promise<readonly SessionResult[]> {
  const { directories, audit } = request;
  await writeControl(directories, (before) => ({ ...before, killed: null, resumedAt: Date.now() }));
  audit.record({ action: "resume" });
  const sessions = liveSessions(directories);
  for (const session of sessions) removeMark(session);
  const resumed = await awaitAnswers(sessions, resumeWaitMs, (session) =>
    readLeaseState(session.directory)?.killed === false ? true : undefined,
  );
  return sessions.map((session) => ({ session, result: resumed.has(session.id) ? "done" : "unanswered" }));
}

async function markKilled(directories: Directories, reason: string): Promise<void> {
  const change = (before: Control): Control => ({ ...before, killed: { at: Date.now(), reason } });
  try {
    await writeControl(directories, change, killLockWaitMs);
  } catch (error) {
    if (!RouterError.is(error, "BUSY")) throw error;
    writeControlUnlocked(directories, change);
  }
}

/** A session without a lease serves nothing from the vault either, but a new one may be about to be written. */
function isKilled(session: SessionRecord): true | undefined {
  return readLeaseState(session.directory)?.killed === true ? true : undefined;
}

/** A broker that hung while it was killed and still hangs must not find the mark when it wakes. */
function removeMark(session: SessionRecord): void {
  try {
    rmSync(join(session.directory, killedFileName), { force: true });
  } catch {
    // Its broker removes it too.
  }
}

/** The mark comes first: a process that finds the lease gone then need not wait for another. */
function takeLeaseAway(session: SessionRecord): boolean {
  try {
    writeFileSync(join(session.directory, killedFileName), "", { mode: 0o600 });
  } catch (error) {
    // The session ended meanwhile, or the disk is full, which the removal below survives.
    if (errnoCode(error) === "ENOENT") return true;
  }
  try {
    rmSync(join(session.directory, leaseFileName), { force: true });
    return true;
  } catch {
    return false;
  }
}
