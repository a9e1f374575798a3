/** How often something happened within the last stretch of time. Keeps at most `limit + 1` times, so it stays small. */
export class SlidingCount {
  readonly #windowMs: number;
  #limit: number;
  #times: number[] = [];

  constructor(options: { readonly windowMs: number; readonly limit: number }) {
    this.#windowMs = options.windowMs;
    this.#limit = options.limit;
  }

  setLimit(limit: number): void {
    this.#limit = limit;
  }

  /** Says whether there have now been more than `limit`. */
  add(nowMs: number): boolean {
    this.#times = [...this.#times, nowMs].slice(-this.#limit - 1);
    return this.recent(nowMs) > this.#limit;
  }

  recent(nowMs: number): number {
    return this.#times.filter((time) => nowMs - time < this.#windowMs).length;
  }

  reset(): void {
    this.#times = [];
  }
}
