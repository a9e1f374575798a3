import { isExpectedError } from "../contract/expectedErrors";
import { SlidingCount } from "../core/slidingCount";
import type { ErrorCounts } from "./sessionStatus";

/** Long enough to see a burst, short enough that a vault that is down for hours does not add up. */
export const errorWindowMs = 60_000;
const maxCodes = 100;

/** Errors of all processes and of the calls to providers. */
export class SessionErrors {
  readonly #recent: SlidingCount;
  readonly #onFirst: (code: string) => void;
  readonly #byCode = new Map<string, number>();
  #total = 0;

  /**
   * @param threshold the last number of errors within the window that is still borne.
   * @param onFirst told of each code once.
   */
  constructor(threshold: number, onFirst: (code: string) => void = () => undefined) {
    this.#onFirst = onFirst;
    this.#recent = new SlidingCount({ windowMs: errorWindowMs, limit: threshold });
  }

  /** Says whether there are now too many. */
  add(code: string, nowMs: number): boolean {
    this.#total++;
    // Codes come from files that programs can write: their number is bounded.
    const counted = this.#byCode.has(code) || this.#byCode.size < maxCodes ? code : "OTHER";
    const before = this.#byCode.get(counted) ?? 0;
    this.#byCode.set(counted, before + 1);
    if (before === 0) this.#onFirst(counted);
    return isExpectedError(code) ? false : this.#recent.add(nowMs);
  }

  forgive(): void {
    this.#recent.reset();
  }

  counts(nowMs: number): ErrorCounts {
    return {
      total: this.#total,
      recent: this.#recent.recent(nowMs),
      byCode: Object.fromEntries(this.#byCode),
    };
  }
}
