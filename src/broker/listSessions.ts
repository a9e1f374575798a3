import { existsSync } from "node:fs";
import { join } from "node:path";
import { killedFileName, type LeaseHeader } from "../contract/lease";
import type { Directories } from "../platform/directories";
import { isProcessAlive } from "../platform/processes";
import { readLeaseState } from "./leaseState";
import { readSessionStatus } from "./readSessionStatus";
import { liveSessions, type SessionRecord } from "./sessionRegistry";
import type { ProcessStatus, SessionStatus } from "./sessionStatus";

export interface RunningSession {
  readonly record: SessionRecord;
  /** Undefined for a broker that has not reported yet, or whose files cannot be seen from here. */
  readonly status: SessionStatus | undefined;
  /** What the session's processes go by. */
  readonly lease: LeaseHeader | undefined;
  /** `kill` had to take the lease away, because the broker did not answer. */
  readonly wasForced: boolean;
  /** Those of the reported processes that still run. */
  readonly processes: readonly ProcessStatus[];
}

/** The sessions of this user that run now, the oldest first. */
export function listSessions(directories: Directories): readonly RunningSession[] {
  return liveSessions(directories).map((record) => {
    const status = readSessionStatus(record.directory);
    return {
      record,
      status,
      lease: readLeaseState(record.directory),
      wasForced: existsSync(join(record.directory, killedFileName)),
      processes: (status?.processes ?? []).filter(
        ({ pid, endedAt }) => endedAt === null && isProcessAlive(pid),
      ),
    };
  });
}
