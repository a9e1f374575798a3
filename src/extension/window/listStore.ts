import { RouterError } from "../../core/routerError";
import type { Directories } from "../../platform/directories";
import type { AskPassphrase } from "../../providers/local/identityFile";

/** The names in the embedded store, or why nobody can tell them now. */
export type StoreListing =
  | { readonly names: ReadonlySet<string>; readonly problem?: never }
  | { readonly names?: never; readonly problem: RouterError };

/** Never rejects. A store that is not there yet has no names, which is not the same as one that cannot be opened. */
export async function listStore(
  directories: Pick<Directories, "config" | "data">,
  passphrase: AskPassphrase,
): Promise<StoreListing> {
  try {
    const { openLocalStore } = await import("../../providers/local/localStore");
    const store = openLocalStore({ directories, passphrase });
    try {
      return { names: new Set((await store.list()).map(({ name }) => name)) };
    } finally {
      store.forget();
    }
  } catch (error) {
    return { problem: RouterError.is(error) ? (error as RouterError) : unreadable() };
  }
}

function unreadable(): RouterError {
  return new RouterError("INTERNAL", "The store could not be read.", "See the log of Secret Router.");
}
