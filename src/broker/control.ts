import { join } from "node:path";
import { isMode, type Mode } from "../contract/mode";
import type { Directories } from "../platform/directories";
import { withFileLock } from "../platform/fileLock";
import { ensurePrivateDirectory } from "../platform/privateDirectory";
import { readPrivateFile, writePrivateFile } from "../platform/privateFile";

/** What the user asks of every broker at once. All times are epoch milliseconds. */
export interface Control {
  readonly killed: { readonly at: number; readonly reason: string } | null;
  /** Lifts the kills before it, those that sessions threw themselves included. */
  readonly resumedAt: number;
  readonly mode: ModeSwitch | null;
  readonly refresh: RefreshRequest | null;
}

export interface ModeSwitch {
  readonly mode: Mode;
  /** 0 to 100; null leaves each session's own. */
  readonly canary: number | null;
  readonly at: number;
  /** The file that says so now, for whose sessions alone it is meant; without it, it is meant for every session. */
  readonly configuration?: string;
  /** Of that file, laid over it for those sessions, null for none; without it, whichever they have. */
  readonly environment?: string | null;
}

export interface RefreshRequest {
  /** Empty means all. */
  readonly names: readonly string[];
  readonly at: number;
}

export const noControl: Control = { killed: null, resumedAt: 0, mode: null, refresh: null };
export const controlFileName = "control.json";
const maxControlBytes = 256 * 1024;
const defaultLockTimeoutMs = 2_000;

export function controlPath(directories: Directories): string {
  return join(directories.state, controlFileName);
}

/**
 * A file that cannot be read counts as killed: whoever broke it, the plain environment is the safe answer.
 * Never throws.
 */
export function readControl(directories: Directories): Control {
  return tryReadControl(directories) ?? broken;
}

/** Gives undefined for a file that cannot be read or has another shape, and `noControl` when there is none. */
export function tryReadControl(directories: Directories): Control | undefined {
  try {
    const content = readPrivateFile(controlPath(directories), maxControlBytes);
    return content === undefined ? noControl : parseControl(JSON.parse(content.toString("utf8")));
  } catch {
    return undefined;
  }
}

const broken: Control = {
  ...noControl,
  killed: { at: 0, reason: "the control file cannot be read" },
};

/** @throws RouterError BUSY, IO, DISK_FULL or UNSAFE_PERMISSIONS. */
export async function writeControl(
  directories: Directories,
  change: (before: Control) => Control,
  lockTimeoutMs = defaultLockTimeoutMs,
): Promise<Control> {
  ensurePrivateDirectory(directories.state);
  return withFileLock(`${controlPath(directories)}.lock`, lockTimeoutMs, () =>
    writeControlUnlocked(directories, change),
  );
}

/** For a kill that must not wait for whoever holds the lock; a change of that one may be lost. */
export function writeControlUnlocked(
  directories: Directories,
  change: (before: Control) => Control,
): Control {
  const after = change(readControl(directories));
  writePrivateFile(controlPath(directories), JSON.stringify(after));
  return after;
}

function parseControl(value: unknown): Control | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { killed = null, resumedAt = 0, mode = null, refresh = null } = value as Record<string, unknown>;
  if (!isTime(resumedAt)) return undefined;
  if (!(killed === null || isKilled(killed))) return undefined;
  if (!(mode === null || isModeSwitch(mode))) return undefined;
  if (!(refresh === null || isRefresh(refresh))) return undefined;
  return { killed, resumedAt, mode, refresh };
}

function isKilled(value: unknown): value is NonNullable<Control["killed"]> {
  const { at, reason } = Object(value) as Record<string, unknown>;
  return isTime(at) && typeof reason === "string";
}

function isModeSwitch(value: unknown): value is ModeSwitch {
  const { mode, canary, at, configuration, environment = null } = Object(value) as Record<string, unknown>;
  if (configuration !== undefined && typeof configuration !== "string") return false;
  if (environment !== null && typeof environment !== "string") return false;
  return isTime(at) && isMode(mode) && (canary === null || isPercentage(canary));
}

function isRefresh(value: unknown): value is RefreshRequest {
  const { names, at } = Object(value) as Record<string, unknown>;
  return isTime(at) && Array.isArray(names) && names.every((name) => typeof name === "string");
}

function isPercentage(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 100;
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
