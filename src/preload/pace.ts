import { apply, floor, max, now, startTimer } from "./builtins";

/**
 * Decides when a read must look at the lease, without a clock on the hot path: each grant lets a few reads pass
 * unchecked, and the timer takes the grant away. A program that never returns to the event loop is found out by the
 * clock that the end of each grant looks at.
 */
export interface Pace {
  /** Reads that may still pass unchecked. The hot path counts it down. */
  budget: number;
  /** Called when the budget is spent: grants the next one and says whether it is time to look at the lease. */
  isDue(): boolean;
}

const timerMs = 200;
const lookEveryMs = 180;
// Eight reads share one clock reading (25 ns). More would be cheaper still, but a synchronous loop that suddenly
// slows down could then run on the old lease for that many rounds.
export const maxGrant = 8;
const targetGrantMs = 10;

export function createPace(onTick: () => void): Pace {
  let lastLook = Number.NEGATIVE_INFINITY;
  let grantedAt = 0;
  let grant = 1;
  let isArmed = false;
  const pace: Pace = { budget: 0, isDue };

  function isDue(): boolean {
    const time = now();
    grant = nextGrant(grant, time - grantedAt);
    grantedAt = time;
    pace.budget = grant;
    if (!isArmed) arm();
    if (time - lastLook < lookEveryMs && time >= lastLook) return false;
    lastLook = time;
    return true;
  }

  function arm(): void {
    isArmed = true;
    apply(startTimer, undefined, [tick, timerMs]).unref();
  }

  function tick(): void {
    isArmed = false;
    pace.budget = 0;
    onTick();
  }

  return pace;
}

export function nextGrant(grant: number, elapsedMs: number): number {
  if (elapsedMs < 0) return 1;
  if (elapsedMs > targetGrantMs) return max(1, floor((grant * targetGrantMs) / elapsedMs));
  return elapsedMs * 2 <= targetGrantMs && grant < maxGrant ? grant * 2 : grant;
}
