import { isMode, type Mode } from "./mode";

/**
 * What one process tells its broker: JSON lines in `events/<pid>-<start>.jsonl`, appended and never rewritten.
 * Names, sources, counts and times only: never a value, nor anything computed from one.
 */
export type ProcessEvent =
  | StartEvent
  | AskEvent
  | ReadsEvent
  | CompareEvent
  | LeaseEvent
  | ErrorEvent
  | EndEvent;

/** Where a read's value came from. `none` is an undefined read: no source had one. */
export const sources = ["vault", "env", "none"] as const;
export type Source = (typeof sources)[number];

/** Whether vault and environment agree on a name, as seen by one process. */
export const comparisons = [
  "match",
  "mismatch",
  "missing_in_vault",
  "missing_in_environment",
  "error",
] as const;
export type Comparison = (typeof comparisons)[number];

/** Upper bounds of the read-cost buckets in nanoseconds; the last bucket is open. */
export const costBucketsNs = [
  50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
] as const;

export const eventFilePattern = /^(\d{1,10})-(\d{1,16})\.jsonl$/;
/** A longer line is dropped unread. */
export const maxEventLineBytes = 16 * 1024;

interface EventBase {
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface StartEvent extends EventBase {
  readonly t: "start";
  readonly pid: number;
  readonly ppid: number;
  /** The main script, or the executable's name when there is none; never its arguments. */
  readonly program: string;
  readonly node: string;
}

/** A matching name that the lease lacks; the broker answers by a new lease. */
export interface AskEvent extends EventBase {
  readonly t: "ask";
  readonly name: string;
}

/** Reads of one name from one source since the last such line. */
export interface ReadsEvent extends EventBase {
  readonly t: "reads";
  readonly name: string;
  readonly source: Source;
  readonly mode: Mode;
  readonly count: number;
  /** The vault's version that was served, when the source is the vault. */
  readonly version?: string;
  /** Sampled read costs, one count per bucket of `costBucketsNs` and a last open one. */
  readonly costs?: readonly number[];
}

export interface CompareEvent extends EventBase {
  readonly t: "compare";
  readonly name: string;
  readonly result: Comparison;
  readonly generation: number;
}

/** The process has taken over a new generation. */
export interface LeaseEvent extends EventBase {
  readonly t: "lease";
  readonly generation: number;
  readonly killed: boolean;
}

/** `off` says that the preloader has turned itself off for the process. */
export interface ErrorEvent extends EventBase {
  readonly t: "error";
  readonly code: string;
  readonly off: boolean;
}

export interface EndEvent extends EventBase {
  readonly t: "end";
}

/** Gives undefined for a line of another shape: the file lies in a folder that the program itself can write. */
export function parseProcessEvent(line: string): ProcessEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const event = value as Record<string, unknown>;
  return isCount(event["at"]) && isKnown(event) ? (event as unknown as ProcessEvent) : undefined;
}

function isKnown(event: Record<string, unknown>): boolean {
  const { t, name } = event;
  switch (t) {
    case "start":
      return (
        isCount(event["pid"]) && isCount(event["ppid"]) && isText(event["program"]) && isText(event["node"])
      );
    case "ask":
      return isName(name);
    case "reads":
      return isName(name) && isOneOf(sources, event["source"]) && isMode(event["mode"]) && isReads(event);
    case "compare":
      return isName(name) && isOneOf(comparisons, event["result"]) && isCount(event["generation"]);
    case "lease":
      return isCount(event["generation"]) && typeof event["killed"] === "boolean";
    case "error":
      return isCode(event["code"]) && typeof event["off"] === "boolean";
    case "end":
      return true;
    default:
      return false;
  }
}

function isReads(event: Record<string, unknown>): boolean {
  const { count, version, costs } = event;
  if (!isCount(count) || !(version === undefined || isText(version))) return false;
  if (costs === undefined) return true;
  return Array.isArray(costs) && costs.length === costBucketsNs.length + 1 && costs.every(isCount);
}

function isOneOf(list: readonly string[], value: unknown): boolean {
  return typeof value === "string" && list.indexOf(value) !== -1;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= 256;
}

function isCode(value: unknown): value is string {
  return typeof value === "string" && /^[A-Z][A-Z0-9_]{0,63}$/.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= 4096;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && Number.isSafeInteger(value);
}
