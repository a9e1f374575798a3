import { inTime } from "./inTime";

/** What a host's secret storage gives in time; undefined for nothing, a failure or no answer. */
export async function secretText(
  read: () => Thenable<string | undefined>,
  timeoutMs?: number,
): Promise<string | undefined> {
  try {
    // Some hosts give an empty text for what is not there.
    return (await inTime(read, timeoutMs)) || undefined;
  } catch {
    return undefined;
  }
}
