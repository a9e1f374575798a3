/** Gives undefined as soon as the signal says so, whatever the work goes on to do. Aborted before, it does not begin. */
export function unlessAborted<Outcome>(
  signal: AbortSignal,
  work: () => PromiseLike<Outcome>,
): Promise<Outcome | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const leave = (): void => resolve(undefined);
    signal.addEventListener("abort", leave, { once: true });
    const done = (): void => signal.removeEventListener("abort", leave);
    work().then(
      (outcome) => {
        done();
        resolve(outcome);
      },
      (error: unknown) => {
        done();
        reject(error);
      },
    );
  });
}
