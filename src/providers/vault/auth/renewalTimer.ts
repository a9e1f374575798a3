// A longer delay overflows setTimeout into 1 ms; the token is merely looked at again after this.
const maxDelayMs = 24 * 3600 * 1000;

/** When to renew: at two thirds of the life, give or take a tenth of it, so that many clients do not come at once. */
export function renewalDelayMs(ttlSeconds: number, random: number): number {
  return Math.min(maxDelayMs, ttlSeconds * 1000 * (2 / 3 + (random - 0.5) * 0.2));
}

/** One pending timer that keeps no process alive. */
export class RenewalTimer {
  #timer: NodeJS.Timeout | undefined;

  start(delayMs: number, run: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(run, delayMs).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
