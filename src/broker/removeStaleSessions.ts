import { readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Directories } from "../platform/directories";
import { privateDirectoryProblem } from "../platform/privateDirectory";
import { isRunning } from "../platform/processIdentity";
import { sessionPlaces } from "./sessionPlaces";
import {
  readSessionRecords,
  recordPath,
  type SessionRecord,
  sessionIdPattern,
  unregisterSession,
} from "./sessionRegistry";

// A broker renews its lease and touches its record every half hour; four misses mean that it is gone.
const untouchedLifetimeMs = 2 * 3600 * 1000;

/** Removes what crashed brokers left behind, never a live session; returns the ids. Never throws. */
export function removeStaleSessions(
  directories: Directories,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  try {
    const records = readSessionRecords(directories);
    const stale = records.filter((record) => isStale(directories, record));
    // A session that is one folder's for good may have been taken over in this very moment.
    const still = new Set(readSessionRecords(directories).map((record) => JSON.stringify(record)));
    for (const record of stale) if (still.has(JSON.stringify(record))) removeSession(directories, record);
    const known = new Set(records.map((record) => record.id));
    const orphans = sessionPlaces(directories, environment).flatMap((place) => removeOrphans(place, known));
    return [...stale.map((record) => record.id), ...orphans];
  } catch {
    return [];
  }
}

/** Whether a session's broker is gone: it has ended, or cannot be seen from here and has been silent for hours. */
export function isStale(directories: Directories, record: SessionRecord): boolean {
  const running = isRunning(record);
  return running === undefined ? isUntouched(recordPath(directories, record.id)) : !running;
}

function removeSession(directories: Directories, record: SessionRecord): void {
  // A record is a file like any other: it must not make us delete a folder that is no session's.
  if (basename(record.directory) === record.id) removeDirectory(record.directory);
  unregisterSession(directories, record.id);
}

/** Directories whose record is gone: their broker died between the two, or the state folder was cleaned. */
function removeOrphans(place: string, known: ReadonlySet<string>): readonly string[] {
  if (privateDirectoryProblem(place) !== undefined) return [];
  const orphans = readdirSync(place).filter(
    (id) => sessionIdPattern.test(id) && !known.has(id) && isUntouchedSession(join(place, id)),
  );
  for (const id of orphans) removeDirectory(join(place, id));
  return orphans;
}

/** A live session writes its lease anew every half hour, which changes the directory. */
function isUntouchedSession(directory: string): boolean {
  return privateDirectoryProblem(directory) === undefined && isUntouched(directory);
}

function removeDirectory(directory: string): void {
  if (privateDirectoryProblem(directory) !== undefined) return;
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // The next start tries again.
  }
}

function isUntouched(path: string): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > untouchedLifetimeMs;
  } catch {
    return false;
  }
}
