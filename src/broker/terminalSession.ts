import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { printHandle } from "../contract/handle";
import { eventsDirectoryName, keyFileName, leaseFileName } from "../contract/lease";
import { maxRulesBytes, printRulesFile, type RulesFile, rulesFileName } from "../contract/rulesFile";
import { RouterError } from "../core/routerError";
import type { Directories } from "../platform/directories";
import { withFileLock } from "../platform/fileLock";
import { ioError } from "../platform/ioError";
import { ensurePrivateDirectory, privateDirectoryProblem } from "../platform/privateDirectory";
import { writeTransientFile } from "../platform/privateFile";
import { ownIdentity } from "../platform/processIdentity";
import { secureRandomBytes } from "../platform/secureRandom";
import { readLeaseState } from "./leaseState";
import { removeSessionDirectory } from "./removeSessionDirectory";
import { isStale } from "./removeStaleSessions";
import type { Session } from "./sessionDirectory";
import { sessionPlaces } from "./sessionPlaces";
import {
  readSessionRecords,
  registerSession,
  type SessionRecord,
  unregisterSession,
} from "./sessionRegistry";
import { forgetTerminalsStopped } from "./terminalStop";

type Environment = Readonly<Record<string, string | undefined>>;

export interface TerminalSessionOptions {
  readonly directories: Directories;
  /** From `terminalDirectory`. */
  readonly directory: string;
  readonly command: string;
  readonly rules: RulesFile;
}

const lockTimeoutMs = 2_000;

/** What the user has said, he has said of one workspace: a folder has a session in each that it belongs to. */
export interface TerminalPlace {
  /** The workspace's file; empty where a window has just the folder. */
  readonly workspace: string;
  readonly folder: string;
}

/**
 * Where the session of a folder's terminals lies, today and after every restart: the editor keeps this path with the
 * terminals, so it may depend on nothing that changes.
 * @throws RouterError UNSAFE_PERMISSIONS when no place is safe.
 */
export function terminalDirectory(
  directories: Directories,
  environment: Environment,
  { workspace, folder }: TerminalPlace,
): string {
  const id = createHash("sha256").update(`terminals\0${workspace}\0${folder}`).digest("hex").slice(0, 32);
  const problems: string[] = [];
  for (const place of sessionPlaces(directories, environment)) {
    try {
      ensurePrivateDirectory(place);
      return join(place, id);
    } catch (error) {
      problems.push(ioError(error, place).message);
    }
  }
  throw new RouterError(
    "UNSAFE_PERMISSIONS",
    `No safe place for the terminals' session: ${problems.join(" ")}`,
    "Make one of these folders yours alone (chmod 700), or remove it.",
  );
}

/** What terminals are given: no key, no process id and no rules, so that it never changes. */
export function terminalHandle(directory: string): string {
  return printHandle({ directory, keyHex: null, brokerPid: 0, rules: null, inherited: "" });
}

/**
 * Makes the session, with a new key, unless another window has it; then undefined.
 * @throws RouterError CONFIG_INVALID, UNSAFE_PERMISSIONS, IO, DISK_FULL or BUSY.
 */
export async function claimTerminalSession(options: TerminalSessionOptions): Promise<Session | undefined> {
  const { state } = options.directories;
  // Looked at first without the lock: a window may wait for days.
  if (hasOtherOwner(options)) return undefined;
  ensurePrivateDirectory(state);
  return withFileLock(join(state, "terminals.lock"), lockTimeoutMs, () =>
    hasOtherOwner(options) ? undefined : takeOver(options),
  );
}

/** Whether the session is still whole: the user, or a cleaner of temporary folders, may have removed it. */
export function isTerminalSessionWhole({ directory }: Pick<Session, "directory">): boolean {
  try {
    const names = readdirSync(directory);
    return names.includes(keyFileName) && names.includes(rulesFileName);
  } catch {
    return false;
  }
}

/** Programs that start from now on go by these rules. @throws RouterError CONFIG_INVALID, IO or DISK_FULL. */
export function writeTerminalRules(directory: string, rules: RulesFile): void {
  writeTransientFile(join(directory, rulesFileName), readableRules(rules));
}

/** Programs refuse a larger file unread: without a word they would keep their plain environment. */
function readableRules(rules: RulesFile): string {
  const text = printRulesFile(rules);
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxRulesBytes) return text;
  throw new RouterError(
    "CONFIG_INVALID",
    `The names and patterns of the configuration take ${bytes} bytes; a program reads ${maxRulesBytes}.`,
    "Name fewer secrets; those that a pattern matches need no entry of their own.",
  );
}

function takeOver({ directories, directory, command, rules }: TerminalSessionOptions): Session {
  readableRules(rules);
  const id = basename(directory);
  // Never that of the session before, which may end only now.
  const startedAt = Math.max(Date.now(), (recordOf(directories, directory)?.startedAt ?? 0) + 1);
  const record = { id, directory, startedAt, command, ...ownIdentity() };
  // First, or whoever removes what crashes left behind would remove what is being made here.
  registerSession(directories, record);
  // A program that has outlived the last owner refuses whatever is older than what it has seen.
  const lastGeneration = Math.max(startedAt, readLeaseState(directory)?.generation ?? 0);
  const key = secureRandomBytes(32);
  try {
    forgetTerminalsStopped(directories, directory);
    ensurePrivateDirectory(directory);
    empty(directory);
    mkdirSync(join(directory, eventsDirectoryName), { mode: 0o700 });
    writeTerminalRules(directory, rules);
    writeTransientFile(join(directory, keyFileName), key.toString("hex"));
  } catch (error) {
    unregisterSession(directories, id);
    throw ioError(error, directory);
  }
  return {
    id,
    directory,
    startedAt,
    command,
    lastGeneration,
    handle: () => terminalHandle(directory),
    key: () => key,
    register: () => registerSession(directories, record),
    remove: () => removeIfOwn(directories, record),
  };
}

function hasOtherOwner({ directories, directory }: TerminalSessionOptions): boolean {
  const record = recordOf(directories, directory);
  return record !== undefined && !isOwn(record) && !isStale(directories, record);
}

/** What another owner has left. The lease goes first: a program must not find it beside a key that is not its own. */
function empty(directory: string): void {
  rmSync(join(directory, leaseFileName), { force: true });
  for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true, force: true });
}

/** The folder may belong to its next owner already. */
function removeIfOwn(directories: Directories, { id, directory, startedAt }: SessionRecord): void {
  try {
    const record = recordOf(directories, directory);
    if (record !== undefined && (!isOwn(record) || record.startedAt !== startedAt)) return;
    if (privateDirectoryProblem(directory) === undefined) removeSessionDirectory(directory);
    unregisterSession(directories, id);
  } catch {
    // What is left is found and removed by the next start.
  }
}

function recordOf(directories: Directories, directory: string): SessionRecord | undefined {
  return readSessionRecords(directories).find(({ id }) => id === basename(directory));
}

function isOwn({ pid, start, space }: SessionRecord): boolean {
  const own = ownIdentity();
  return pid === own.pid && start === own.start && space === own.space;
}
