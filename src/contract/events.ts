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
  /** The program has set the variable itself and reads that, whatever the mode. */
  readonly written?: boolean;
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

type Check = (value: unknown) => boolean;

/**
 * Gives undefined for a line of another shape, and of a known one only the known fields: the file lies in a folder that
 * the program itself can write.
 */
export function parseProcessEvent(line: string): ProcessEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const given = value as Record<string, unknown>;
  const shape = shapeOf(given["t"]);
  if (shape === undefined || !isCount(given["at"])) return undefined;
  const event: Record<string, unknown> = { t: given["t"], at: given["at"] };
  for (const field of Object.keys(shape)) {
    if (!shape[field]?.(given[field])) return undefined;
    if (given[field] !== undefined) event[field] = given[field];
  }
  return event as unknown as ProcessEvent;
}

function shapeOf(type: unknown): Readonly<Record<string, Check>> | undefined {
  switch (type as ProcessEvent["t"]) {
    case "start":
      return { pid: isCount, ppid: isCount, program: isText, node: isText };
    case "ask":
      return { name: isName };
    case "reads":
      return {
        name: isName,
        source: isSource,
        mode: isMode,
        count: isCount,
        version: isAbsentOr(isText),
        costs: isAbsentOr(isCosts),
        written: isAbsentOr(isFlag),
      };
    case "compare":
      return { name: isName, result: isComparison, generation: isCount };
    case "lease":
      return { generation: isCount, killed: isFlag };
    case "error":
      return { code: isCode, off: isFlag };
    case "end":
      return {};
    default:
      return undefined;
  }
}

function isAbsentOr(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function isSource(value: unknown): boolean {
  return (sources as readonly unknown[]).indexOf(value) !== -1;
}

function isComparison(value: unknown): boolean {
  return (comparisons as readonly unknown[]).indexOf(value) !== -1;
}

function isCosts(value: unknown): boolean {
  return Array.isArray(value) && value.length === costBucketsNs.length + 1 && value.every(isCount);
}

function isFlag(value: unknown): boolean {
  return typeof value === "boolean";
}

function isName(value: unknown): boolean {
  return isText(value) && (value as string).length > 0 && (value as string).length <= 256;
}

function isCode(value: unknown): boolean {
  return typeof value === "string" && /^[A-Z][A-Z0-9_]{0,63}$/.test(value);
}

/** Without control characters: these texts reach a terminal, which would obey them. */
function isText(value: unknown): boolean {
  if (typeof value !== "string" || value.length > 4096) return false;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
  }
  return true;
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && Number.isSafeInteger(value);
}
