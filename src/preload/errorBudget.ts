import { isExpectedError } from "../contract/expectedErrors";
import type { EventLog } from "./eventLog";

/** Reports what went wrong, and gives up for the process when it goes wrong too often. */
export interface ErrorBudget {
  /** More errors than this turn the preloader off. */
  threshold: number;
  fail(code: string): void;
}

// In force until a lease tells otherwise.
const defaultThreshold = 10;

export function createErrorBudget(log: EventLog, turnOff: () => void): ErrorBudget {
  let count = 0;
  let isOff = false;
  const budget: ErrorBudget = { threshold: defaultThreshold, fail };

  function fail(code: string): void {
    if (isOff) return;
    if (!isExpectedError(code)) count++;
    isOff = count > budget.threshold;
    log.add({ t: "error", code, off: isOff });
    if (!isOff) return;
    turnOff();
    log.flush();
  }

  return budget;
}
