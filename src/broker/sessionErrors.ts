import { isExpectedError } from "../contract/expectedErrors";
import { SlidingCount } from "../core/slidingCount";
import type { ErrorCounts } from "./sessionStatus";

/** Long enough to see a burst, short enough that what happens now and then for hours does not add up. */
export const errorWindowMs = 60_000;
const maxCodes = 100;

/** Errors of all processes and of the calls to providers. Only those of processes can be too many. */
export class SessionErrors {
  /** For whoever looks. */
  readonly #recent: SlidingCount;
  readonly #recentlyReported: SlidingCount;
  readonly #onFirst: (code: string) => void;
  readonly #byCode = new Map<string, number>();
  #total = 0;

  /**
   * @param threshold the last number of processes' errors within the window that is still borne.
   * @param onFirst told of each code once.
   */
  constructor(threshold: number, onFirst: (code: string) => void = () => undefined) {
    this.#onFirst = onFirst;
    this.#recent = new SlidingCount({ windowMs: errorWindowMs, limit: threshold });
    this.#recentlyReported = new SlidingCount({ windowMs: errorWindowMs, limit: threshold });
  }

  setThreshold(threshold: number): void {
    this.#recent.setLimit(threshold);
    this.#recentlyReported.setLimit(threshold);
  }

  /** An error that a process has reported. Says whether there are now too many of them. */
  addReported(code: string, nowMs: number): boolean {
    this.add(code, nowMs);
    return isExpectedError(code) ? false : this.#recentlyReported.add(nowMs);
  }

  /** An error that no process has reported. */
  add(code: string, nowMs: number): void {
    this.#total++;
    // Codes come from files that programs can write: their number is bounded.
    const counted = this.#byCode.has(code) || this.#byCode.size < maxCodes ? code : "OTHER";
    const before = this.#byCode.get(counted) ?? 0;
    this.#byCode.set(counted, before + 1);
    if (before === 0) this.#onFirst(counted);
    if (!isExpectedError(code)) this.#recent.add(nowMs);
  }

  forgive(): void {
    this.#recent.reset();
    this.#recentlyReported.reset();
  }

  counts(nowMs: number): ErrorCounts {
    return {
      total: this.#total,
      recent: this.#recent.recent(nowMs),
      byCode: Object.fromEntries(this.#byCode),
    };
  }
}
