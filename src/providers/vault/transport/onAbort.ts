import { setMaxListeners } from "node:events";

/** Calls back when the signal aborts, at once if it already has. Returns the way to stop listening. */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  if (signal.aborted) {
    run();
    return () => {};
  }
  // One signal serves many requests at once; Node would print a warning of a leak to the user's terminal.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", run, { once: true });
  return () => signal.removeEventListener("abort", run);
}
