/** Whether something that Playwright waits for, or does, came about in its time. */
export function happens(what: Promise<unknown>): Promise<boolean> {
  return what.then(
    () => true,
    () => false,
  );
}
