import { onAbort } from "../transport/onAbort";
import { abortedError } from "../transport/transportErrors";

/** Waits for work that several callers share, no longer than this caller cares; the work goes on for the others. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = onAbort(signal, () => reject(abortedError()));
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stop();
  }
}
