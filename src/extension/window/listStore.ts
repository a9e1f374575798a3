import type { RouterError } from "../../core/routerError";
import type { LocalStore } from "../../providers/local/localStore";
import type { Log } from "../log";
import { unexpectedError } from "../unexpectedError";

/** The names in the embedded store, or why nobody can tell them now. */
export type StoreListing =
  | { readonly names: ReadonlySet<string>; readonly problem?: never }
  | { readonly names?: never; readonly problem: RouterError };

/** Never rejects. A store that is not there yet has no names, which is not the same as one that cannot be opened. */
export async function listStore(store: LocalStore, log: Pick<Log, "error">): Promise<StoreListing> {
  try {
    return { names: new Set((await store.list()).map(({ name }) => name)) };
  } catch (error) {
    return { problem: unexpectedError("The store could not be read.", error, log) };
  } finally {
    // The key is kept, for a passphrase costs a second of the processor; values are none of a list's business.
    store.reread();
  }
}
