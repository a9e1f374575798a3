const baseDelayMs = 100;

/**
 * How long to wait before a repeat, or undefined when there is none. 412 says that the server has not yet seen our last
 * write; 5xx may pass, except 501, which never does; 429 names its own time.
 *
 * @param attempt how many answers have come, from 1.
 * @param random 0 to 1: spreads the repeats of many clients.
 */
export function retryDelay(
  answer: { readonly status: number; readonly retryAfter?: string; readonly sealed: boolean },
  attempt: number,
  maxRetries: number,
  random: number,
  nowMs: number,
): number | undefined {
  if (attempt > maxRetries) return undefined;
  const jittered = baseDelayMs * 2 ** (attempt - 1) * (0.5 + random);
  if (answer.status === 429) return Math.max(parseRetryAfter(answer.retryAfter, nowMs) ?? 0, jittered);
  if (answer.status === 412) return jittered;
  // A sealed vault waits for a person.
  if (answer.status < 500 || answer.status === 501 || answer.sealed) return undefined;
  return jittered;
}

/** Seconds or an HTTP date; undefined for anything else. */
function parseRetryAfter(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
