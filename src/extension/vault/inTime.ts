import { systemClock } from "../../broker/clock";
import { within } from "../../broker/within";
import { RouterError } from "../../core/routerError";

// A keyring that is locked waits for its owner, who may not be there; commands and launches must not wait with it.
const deadlineMs = 5_000;

/**
 * What a host's secret storage does, if it does it in time. It may do it later all the same.
 * @throws RouterError IO when it has not answered by then; else what the host throws.
 */
export async function inTime<T>(ask: () => Thenable<T>, timeoutMs = deadlineMs): Promise<T> {
  const answer = Promise.resolve(ask()).then((value) => ({ value }));
  const answered = await within(systemClock, timeoutMs, answer);
  if (answered !== undefined) return answered.value;
  throw new RouterError(
    "IO",
    "This editor's secret storage does not answer.",
    "Unlock the keyring of this machine, and try again.",
  );
}
