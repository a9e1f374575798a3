import type { Comparison, ReadsEvent, Source } from "../contract/events";

/** What processes reported of one name, or of all. */
export class NameCounts {
  readonly hits: Record<Source, number> = { vault: 0, env: 0, none: 0 };
  readonly comparisons: Record<Comparison, number> = {
    match: 0,
    mismatch: 0,
    missing_in_vault: 0,
    missing_in_environment: 0,
    error: 0,
  };
  comparison: Comparison | null = null;
  /** When the broker heard of it. What a program says of the time is not compared with what others say. */
  comparedAt: number | null = null;
  lastReadAt: number | null = null;
  /** The newest reads were of a value that the program had set itself. */
  written = false;

  addReads({ source, count, at, written }: ReadsEvent): void {
    this.hits[source] += count;
    this.written = written === true;
    this.lastReadAt = Math.max(this.lastReadAt ?? 0, at);
  }

  addComparison(result: Comparison, nowMs: number): void {
    this.comparisons[result]++;
    this.comparison = result;
    this.comparedAt = nowMs;
  }
}
