import type { Comparison, Source } from "../contract/events";
import type { CanaryUnit, Mode } from "../contract/mode";
import type { ProviderId } from "../core/reference";
import type { ErrorCode } from "../core/routerError";

/** What a broker tells of its session, in `status.json` and to whoever holds it: names and counts, never a value. */
export interface SessionStatus {
  readonly v: typeof statusVersion;
  readonly id: string;
  readonly pid: number;
  /** The launched program's name, never its arguments. */
  readonly program: string;
  /** Epoch milliseconds, as all times here. */
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly mode: Mode;
  readonly canary: number;
  readonly unit: CanaryUnit;
  /** Names whose values the launcher put into the environment of a program that is not Node: served once, not intercepted. */
  readonly injected: readonly string[];
  readonly killed: Kill | null;
  readonly generation: number;
  readonly names: readonly NameStatus[];
  readonly processes: readonly ProcessStatus[];
  readonly hits: Hits;
  /** Share of reads in dual mode that the vault served, in percent; null before the first. */
  readonly canaryHitPercent: number | null;
  readonly comparisons: Readonly<Record<Comparison, number>>;
  readonly cache: CacheCounts;
  /** Sampled cost of reads inside the programs. */
  readonly readCostNs: Percentiles;
  /** Duration of the calls to providers. */
  readonly fetchMs: Percentiles;
  readonly errors: ErrorCounts;
  readonly lastReadAt: number | null;
  readonly lastRefresh: RefreshResult | null;
  /** Why the session's own files could not be written, when that is so. */
  readonly problem: ErrorCode | null;
}

export const statusVersion = 1;
export const statusFileName = "status.json";

export interface Kill {
  readonly at: number;
  readonly reason: string;
  /** The user's kill switch, or the session's own after too many errors. */
  readonly by: "user" | "errors";
}

export type Hits = Readonly<Record<Source, number>>;

export interface NameStatus {
  readonly name: string;
  /** Null for a name that was asked for and has no reference. */
  readonly provider: ProviderId | null;
  readonly state: "pending" | "ready" | "missing" | "error";
  readonly version: string | null;
  /** The last good value is served because the provider cannot be reached now. */
  readonly stale: boolean;
  readonly fetchedAt: number | null;
  readonly error: ErrorCode | null;
  readonly hits: Hits;
  readonly comparisons: Readonly<Record<Comparison, number>>;
  /** The newest comparison that any process reported. */
  readonly comparison: Comparison | null;
  /** When it was reported. */
  readonly comparedAt: number | null;
  readonly lastReadAt: number | null;
  /** Ids of the newest processes that have asked for it or read it; the session's processes tell more of each. */
  readonly readers: readonly number[];
  /** The program has set the variable itself, as dotenv does, and keeps that value in every mode. */
  readonly written: boolean;
}

export interface ProcessStatus {
  readonly pid: number;
  readonly ppid: number | null;
  readonly program: string | null;
  readonly node: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** The generation the process works with, 0 before it has read one. */
  readonly generation: number;
  readonly killed: boolean;
  /** The preloader has turned itself off in this process. */
  readonly off: boolean;
  readonly hits: Hits;
  readonly errors: number;
}

export interface CacheCounts {
  /** Vault-served reads and asks that were answered without calling a provider. */
  readonly hits: number;
  /** References that were read from a provider. */
  readonly misses: number;
}

export interface Percentiles {
  readonly count: number;
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface ErrorCounts {
  readonly total: number;
  /** Of all kinds, within the window that the automatic kill switch looks at. */
  readonly recent: number;
  readonly byCode: Readonly<Record<string, number>>;
}

export interface RefreshResult {
  /** The time of the request that this answers. */
  readonly at: number;
  readonly refreshed: number;
  readonly changed: number;
  readonly failed: number;
}
