import { systemClock } from "../../broker/clock";
import { within } from "../../broker/within";

// A keyring that is locked waits for its owner, who may not be there; commands and launches must not wait with it.
const deadlineMs = 5_000;

/** What a host's secret storage gives in time; undefined for nothing, a failure or no answer. */
export async function secretText(
  read: () => Thenable<string | undefined>,
  timeoutMs = deadlineMs,
): Promise<string | undefined> {
  try {
    // Some hosts give an empty text for what is not there.
    return (await within(systemClock, timeoutMs, Promise.resolve(read()))) || undefined;
  } catch {
    return undefined;
  }
}
