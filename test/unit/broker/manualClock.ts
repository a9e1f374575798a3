import type { Clock } from "../../../src/broker/clock";

interface Waiting {
  readonly at: number;
  readonly action: () => void;
}

/** A clock that moves only when told to. */
export class ManualClock implements Clock {
  #nowMs = 1_700_000_000_000;
  readonly #waiting = new Set<Waiting>();
  randomValue = 0.5;

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, action: () => void): () => void {
    const waiting = { at: this.#nowMs + delayMs, action };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  deadline(delayMs: number, action: () => void): () => void {
    return this.after(delayMs, action);
  }

  random(): number {
    return this.randomValue;
  }

  /** Runs what falls due on the way, in its order, and lets promises settle in between. */
  async advance(byMs: number): Promise<void> {
    const end = this.#nowMs + byMs;
    await settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#waiting.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.at);
      next.action();
      await settle();
    }
    this.#nowMs = end;
  }

  #next(end: number): Waiting | undefined {
    const due = [...this.#waiting].filter(({ at }) => at <= end);
    return due.sort((first, second) => first.at - second.at)[0];
  }
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
