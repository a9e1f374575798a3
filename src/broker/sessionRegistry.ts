import { readdirSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Directories } from "../platform/directories";
import { errnoCode, ioError } from "../platform/ioError";
import { ensurePrivateDirectory } from "../platform/privateDirectory";
import { readPrivateFile, writeTransientFile } from "../platform/privateFile";
import { isRunning, type ProcessIdentity } from "../platform/processIdentity";

/** How `status` and `kill` find a session from the home directory alone. */
export interface SessionRecord extends ProcessIdentity {
  readonly id: string;
  readonly directory: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** The program's name, never its arguments. */
  readonly command: string;
}

export const sessionIdPattern = /^[0-9a-f]{32}$/;
const maxRecordBytes = 16 * 1024;

export function registerSession(directories: Directories, record: SessionRecord): void {
  const registry = registryOf(directories);
  ensurePrivateDirectory(directories.state);
  ensurePrivateDirectory(registry);
  writeTransientFile(recordPath(directories, record.id), JSON.stringify(record));
}

export function unregisterSession(directories: Directories, id: string): void {
  rmSync(recordPath(directories, id), { force: true });
}

/** Says that the session still lives, to whoever cannot see its process. */
export function touchSession(directories: Directories, id: string, nowMs: number): void {
  try {
    utimesSync(recordPath(directories, id), nowMs / 1000, nowMs / 1000);
  } catch {
    // Somebody cleaned the state folder: the session goes on without being listed.
  }
}

/** @throws RouterError IO when the folder exists but cannot be read. */
export function readSessionRecords(directories: Directories): readonly SessionRecord[] {
  let names: readonly string[];
  try {
    names = readdirSync(registryOf(directories));
  } catch (error) {
    if (errnoCode(error) === "ENOENT") return [];
    throw ioError(error, registryOf(directories));
  }
  const ids = names
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -5))
    .filter((id) => sessionIdPattern.test(id));
  return ids
    .map((id) => readRecord(directories, id))
    .filter((record) => record !== undefined)
    .sort((first, second) => first.startedAt - second.startedAt);
}

/** Sessions whose broker runs, or cannot be seen from here and may run. */
export function liveSessions(directories: Directories): readonly SessionRecord[] {
  return readSessionRecords(directories).filter((record) => isRunning(record) !== false);
}

/** Sessions whose broker is gone. A program of theirs may run on with the lease it has. */
export function orphanedSessions(directories: Directories): readonly SessionRecord[] {
  return readSessionRecords(directories).filter((record) => isRunning(record) === false);
}

export function recordPath(directories: Directories, id: string): string {
  return join(registryOf(directories), `${id}.json`);
}

function registryOf(directories: Directories): string {
  return join(directories.state, "sessions");
}

function readRecord(directories: Directories, id: string): SessionRecord | undefined {
  try {
    const text = readPrivateFile(recordPath(directories, id), maxRecordBytes)?.toString("utf8");
    return text === undefined ? undefined : parseRecord(JSON.parse(text), id);
  } catch {
    return undefined;
  }
}

function parseRecord(value: unknown, expectedId: string): SessionRecord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, directory, startedAt, command, pid, start, space } = value as Record<string, unknown>;
  if (id !== expectedId || typeof directory !== "string" || typeof command !== "string") return undefined;
  if (typeof startedAt !== "number" || typeof pid !== "number" || !Number.isSafeInteger(pid) || pid < 1)
    return undefined;
  if (!isTextOrNull(start) || !isTextOrNull(space)) return undefined;
  return { id, directory, startedAt, command, pid, start, space };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}
