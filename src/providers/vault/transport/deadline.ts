/** The caller's signal and a time limit as one signal. `AbortSignal.any` is missing in Node 18. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly endsAt: number;
  /** Says that the time ran out, not that the caller gave up. */
  hasExpired(): boolean;
  abort(): void;
  release(): void;
}

export function startDeadline(caller: AbortSignal, totalMs: number): Deadline {
  const controller = new AbortController();
  let expired = false;
  const abort = () => controller.abort();
  const timer = setTimeout(() => {
    expired = true;
    abort();
  }, totalMs);
  if (caller.aborted) abort();
  caller.addEventListener("abort", abort, { once: true });
  return {
    signal: controller.signal,
    endsAt: performance.now() + totalMs,
    hasExpired: () => expired,
    abort,
    release() {
      clearTimeout(timer);
      caller.removeEventListener("abort", abort);
    },
  };
}

/** Waits, or rejects with an AbortError as soon as the signal says so. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, delayMs);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}
