/**
 * Keeps a provider that fails again and again from being called: after `failureLimit` failures in a row it opens, after
 * the cool-down it lets one trial through, and each failed trial doubles the cool-down up to its longest.
 */
export class CircuitBreaker {
  readonly #failureLimit: number;
  readonly #coolDownMs: number;
  readonly #longestCoolDownMs: number;
  #failures = 0;
  #currentCoolDownMs: number;
  #retryAt = 0;
  #trialRuns = false;

  constructor(options: {
    readonly failureLimit: number;
    readonly coolDownMs: number;
    readonly longestCoolDownMs: number;
  }) {
    this.#failureLimit = options.failureLimit;
    this.#coolDownMs = options.coolDownMs;
    this.#longestCoolDownMs = options.longestCoolDownMs;
    this.#currentCoolDownMs = options.coolDownMs;
  }

  get isOpen(): boolean {
    return this.#failures >= this.#failureLimit;
  }

  /** When the next trial may run; meaningful while open. */
  get retryAt(): number {
    return this.#retryAt;
  }

  /** Says whether a call may be made now. A true answer while open is the one trial: its outcome must be reported. */
  tryEnter(nowMs: number): boolean {
    if (!this.isOpen) return true;
    if (this.#trialRuns || nowMs < this.#retryAt) return false;
    this.#trialRuns = true;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#trialRuns = false;
    this.#currentCoolDownMs = this.#coolDownMs;
  }

  failed(nowMs: number): void {
    const wasOpen = this.isOpen;
    this.#failures++;
    this.#trialRuns = false;
    if (!this.isOpen) return;
    if (wasOpen) this.#currentCoolDownMs = Math.min(this.#currentCoolDownMs * 2, this.#longestCoolDownMs);
    this.#retryAt = nowMs + this.#currentCoolDownMs;
  }
}
