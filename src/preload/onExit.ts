import { apply, processOn } from "./builtins";

/**
 * Runs the action when the thread ends. The listener is one that the program does not count on, so the limit above
 * which Node warns of a leak, on standard error, goes up by one with it.
 */
export function onExit(action: () => void): void {
  const limit = process.getMaxListeners();
  if (limit > 0) process.setMaxListeners(limit + 1);
  apply(processOn, process, ["exit", action]);
}
