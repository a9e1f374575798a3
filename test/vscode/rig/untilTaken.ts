import { editorUnmoved } from "../../support/isOfEditor";
import { until, WaitedInVain } from "../../support/until";

/**
 * As `until`, for what is only the way to something: an action that the editor has to take. What the product promises
 * is waited for with `until` itself, for whoever waits for that in vain is not given a second try.
 */
export async function untilTaken<T>(
  ...[condition, options]: Parameters<typeof until<T>>
): ReturnType<typeof until<T>> {
  try {
    return await until(condition, options);
  } catch (error) {
    if (!(error instanceof WaitedInVain)) throw error;
    throw new Error(`${editorUnmoved} ${error.message}`);
  }
}
