import { until } from "../../support/until";
import { happens } from "./happens";
import { untilTaken } from "./untilTaken";

export interface ActOptions {
  readonly what: string;
  /** How long one action has before it is done again. */
  readonly takenMs?: number;
  readonly timeoutMs?: number;
  /** What comes of it is the product's to give, and not only the editor's: nobody who waits in vain tries a second time. */
  readonly isPromised?: boolean;
}

/**
 * Does again what a person does again when nothing has come of it. The editor draws anew what is pressed, or moves the
 * focus away, and an action that falls between reaches nobody.
 */
export async function actUntil(
  act: () => Promise<unknown>,
  isDone: () => boolean | Promise<boolean>,
  { what, takenMs = 5_000, timeoutMs = 60_000, isPromised = false }: ActOptions,
): Promise<void> {
  // A page that is being loaded anew answers nothing.
  const holds = async (): Promise<boolean> => {
    try {
      return await isDone();
    } catch {
      return false;
    }
  };
  const isTaken = async (): Promise<boolean> => {
    if (await holds()) return true;
    await happens(act());
    return happens(until(holds, { what, timeoutMs: takenMs, intervalMs: 50 }));
  };
  await (isPromised ? until : untilTaken)(isTaken, { what, timeoutMs });
}
