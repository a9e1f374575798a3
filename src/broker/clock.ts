/** Time as the broker sees it, so that tests of refreshes and breakers need not wait. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs the action once; nothing that waits keeps the program alive. Returns the way to cancel. */
  after(delayMs: number, action: () => void): () => void;
  /** As `after`, but keeps the program alive: for a deadline that somebody awaits. */
  deadline(delayMs: number, action: () => void): () => void;
  /** In [0, 1). */
  random(): number;
}

// Longer delays overflow in Node and fire at once.
const longestDelayMs = 0x7fffffff;

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, Math.min(Math.max(0, delayMs), longestDelayMs));
    timer.unref();
    return () => clearTimeout(timer);
  },
  deadline: (delayMs, action) => {
    const timer = setTimeout(action, Math.min(Math.max(0, delayMs), longestDelayMs));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
