import { onAbort } from "./onAbort";

/** The callers' signals and a time limit as one signal. `AbortSignal.any` is missing in Node 18. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly endsAt: number;
  /** Says that the time ran out, not that the caller gave up. */
  hasExpired(): boolean;
  release(): void;
}

export function startDeadline(callers: readonly AbortSignal[], totalMs: number): Deadline {
  const controller = new AbortController();
  let expired = false;
  const abort = () => controller.abort();
  const timer = setTimeout(() => {
    expired = true;
    abort();
  }, totalMs);
  const stops = callers.map((caller) => onAbort(caller, abort));
  return {
    signal: controller.signal,
    endsAt: performance.now() + totalMs,
    hasExpired: () => expired,
    release() {
      clearTimeout(timer);
      for (const stop of stops) stop();
    },
  };
}

/** Waits, or rejects as soon as the signal says so. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      resolve();
    }, delayMs);
    const stop = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
