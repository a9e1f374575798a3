import { readSessionStatus } from "../../broker/readSessionStatus";
import { readSessionRecords } from "../../broker/sessionRegistry";
import type { SessionStatus } from "../../broker/sessionStatus";
import type { Directories } from "../../platform/directories";

/** What the one session of a throw-away home tells of itself; undefined before its first report. */
export function readStatus(directories: Directories): SessionStatus | undefined {
  const record = readSessionRecords(directories).at(-1);
  return record === undefined ? undefined : readSessionStatus(record.directory);
}
