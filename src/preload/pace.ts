import { apply, floor, max, now, startTimer } from "./builtins";

/** How many reads may still pass unchecked. The hot path counts it down. */
export interface Grant {
  reads: number;
}

/**
 * Decides when a read must look at the lease, without a clock on the hot path: each grant lets a few reads pass
 * unchecked, and the timer takes the grant away. A program that never returns to the event loop is found out by the
 * clock that the end of each grant looks at.
 */
export interface Pace {
  /** Called when the grant is spent: gives the next one and says whether it is time to look at the lease. */
  isDue(): boolean;
  /** Says, once per timer that should long have fired, that the program does not return to its event loop. */
  isTickOverdue(): boolean;
}

const timerMs = 200;
const overdueMs = 2 * timerMs;
const lookEveryMs = 180;
// Eight reads share one clock reading (25 ns). More would be cheaper still, but a synchronous loop that suddenly
// slows down could then run on the old lease for that many rounds.
export const maxGrantSize = 8;
const targetGrantMs = 10;

/** @param onTick says whether there is something to wait for, so that it is called again though nothing is read. */
export function createPace(grant: Grant, onTick: () => boolean): Pace {
  let lastLook = Number.NEGATIVE_INFINITY;
  let grantedAt = 0;
  let size = 1;
  let isArmed = false;
  let armedAt = 0;

  function isDue(): boolean {
    const time = now();
    size = nextGrantSize(size, time - grantedAt);
    grantedAt = time;
    grant.reads = size;
    if (!isArmed) arm();
    if (time - lastLook < lookEveryMs && time >= lastLook) return false;
    lastLook = time;
    return true;
  }

  function arm(): void {
    isArmed = true;
    armedAt = grantedAt;
    apply(startTimer, undefined, [tick, timerMs]).unref();
  }

  function isTickOverdue(): boolean {
    if (!isArmed || grantedAt - armedAt < overdueMs) return false;
    armedAt = grantedAt;
    return true;
  }

  function tick(): void {
    isArmed = false;
    grant.reads = 0;
    if (!onTick() || isArmed) return;
    arm();
    armedAt = now();
  }

  return { isDue, isTickOverdue };
}

export function nextGrantSize(size: number, elapsedMs: number): number {
  if (elapsedMs < 0) return 1;
  if (elapsedMs > targetGrantMs) return max(1, floor((size * targetGrantMs) / elapsedMs));
  return elapsedMs * 2 <= targetGrantMs && size < maxGrantSize ? size * 2 : size;
}
