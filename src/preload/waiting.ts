import { apply, kill, nobodyWakes, now, wait } from "./builtins";

const pollMs = 1.5;
/** Blocks until `isDone` or the limit; gives up early when `isWorthwhile` says so. */
export function waitFor(isDone: () => boolean, isWorthwhile: () => boolean, limitMs: number): boolean {
  if (wait === undefined || nobodyWakes === undefined) return isDone();
  const start = now();
  for (;;) {
    if (isDone()) return true;
    const elapsed = now() - start;
    // A clock set back must not turn a short wait into a long one.
    if (elapsed < 0 || elapsed >= limitMs || !isWorthwhile()) return false;
    wait(nobodyWakes, 0, 0, pollMs);
  }
}

/** A process of another user is alive too; id 0 stands for an unknown broker and counts as none. */
export function isAlive(processId: number): boolean {
  if (processId <= 0) return false;
  try {
    apply(kill, process, [processId, 0]);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
