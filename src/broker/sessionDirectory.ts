import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Handle, maxHandleLength, printHandle } from "../contract/handle";
import { eventsDirectoryName, keyFileName } from "../contract/lease";
import type { NameRules } from "../contract/secretNames";
import { RouterError } from "../core/routerError";
import type { Directories } from "../platform/directories";
import { ioError } from "../platform/ioError";
import { ensurePrivateDirectory } from "../platform/privateDirectory";
import { ownIdentity } from "../platform/processIdentity";
import { secureRandomBytes } from "../platform/secureRandom";
import { removeSessionDirectory } from "./removeSessionDirectory";
import { sessionPlaces } from "./sessionPlaces";
import { registerSession, unregisterSession } from "./sessionRegistry";

export interface SessionOptions {
  readonly directories: Directories;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The program's name, never its arguments. */
  readonly command: string;
  /** `file` for handles that must not carry the key, because the editor shows or keeps them. Default `handle`. */
  readonly keyPlace?: "handle" | "file";
}

/** One injection target's place on disk. Holds the session key, which prints nowhere. */
export interface Session {
  readonly id: string;
  readonly directory: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly command: string;
  /** Of a lease that a process of this session may have seen before; 0 where there was none. */
  readonly lastGeneration?: number;
  /**
   * The handle's text: the value of `handleVariable` in a program's environment. It may hold the key.
   * @throws RouterError CONFIG_INVALID for more rules than one variable can carry.
   */
  handle(rules: NameRules, inherited?: string): string;
  /** The 32 bytes that seal the lease. */
  key(): Buffer;
  /**
   * Makes it known to `status` and `kill`. The broker does this when it starts: it is not worth delaying a program for.
   * @throws RouterError UNSAFE_PERMISSIONS, IO or DISK_FULL.
   */
  register(): void;
  /** Removes the directory and its registration; never throws, may be called twice. */
  remove(): void;
}

/**
 * Makes a session directory. Synchronous and without node:crypto, because `exec` waits for it before it starts its
 * program.
 * @throws RouterError UNSAFE_PERMISSIONS when no place is safe, IO or DISK_FULL.
 */
export function createSessionDirectory(options: SessionOptions): Session {
  const random = secureRandomBytes(48);
  const id = random.toString("hex", 0, 16);
  const key = random.subarray(16);
  const directory = createDirectory(sessionPlaces(options.directories, options.environment), id);
  const startedAt = Date.now();
  const { command } = options;
  const keyHex = key.toString("hex");
  const isKeyInFile = options.keyPlace === "file";
  if (isKeyInFile) writeKey(directory, keyHex);
  return {
    id,
    directory,
    startedAt,
    command,
    handle: (rules, inherited = "") =>
      readableHandle({
        directory,
        keyHex: isKeyInFile ? null : keyHex,
        brokerPid: process.pid,
        rules,
        inherited,
      }),
    key: () => key,
    register: () =>
      registerSession(options.directories, { id, directory, startedAt, command, ...ownIdentity() }),
    remove: () => removeQuietly(options.directories, id, directory),
  };
}

function readableHandle(handle: Handle): string {
  const text = printHandle(handle);
  if (text.length <= maxHandleLength) return text;
  throw new RouterError(
    "CONFIG_INVALID",
    `The names and patterns of the configuration take ${text.length} characters; a program can be handed ${maxHandleLength}.`,
    "Name fewer secrets; those that a pattern matches need no entry of their own.",
  );
}

function createDirectory(places: readonly string[], id: string): string {
  const problems: string[] = [];
  for (const place of places) {
    try {
      ensurePrivateDirectory(place);
      const directory = join(place, id);
      makePrivate(directory);
      makePrivate(join(directory, eventsDirectoryName));
      return directory;
    } catch (error) {
      problems.push(ioError(error, place).message);
    }
  }
  throw new RouterError(
    "UNSAFE_PERMISSIONS",
    `No safe place for a session: ${problems.join(" ")}`,
    "Make one of these folders yours alone (chmod 700), or remove it.",
  );
}

function makePrivate(path: string): void {
  mkdirSync(path, { mode: 0o700 });
  // The umask can only have taken bits from the owner.
  chmodSync(path, 0o700);
}

function writeKey(directory: string, keyHex: string): void {
  try {
    writeFileSync(join(directory, keyFileName), keyHex, { mode: 0o600, flag: "wx" });
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw ioError(error, directory);
  }
}

function removeQuietly(directories: Directories, id: string, directory: string): void {
  try {
    removeSessionDirectory(directory);
    unregisterSession(directories, id);
  } catch {
    // What is left is found and removed by the next start.
  }
}
