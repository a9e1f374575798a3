import { RouterError } from "../../core/routerError";
import type { SecretValue } from "../../core/secretValue";
import type { Directories } from "../../platform/directories";
import { type AskPassphrase, changePassphrase } from "./identityFile";
import { withStoreLock } from "./sealedStore";
import { fileStamp, storePlacesOf } from "./storePlaces";

export interface PassphraseChange {
  readonly directories: Pick<Directories, "config" | "data">;
  /** The passphrase until now, where the key has one. */
  readonly passphrase?: AskPassphrase;
  /** Undefined lays the key open. */
  readonly next: SecretValue | undefined;
  /** Base-2 logarithm of the cost of a guess; 18 unless told. */
  readonly workFactor?: number;
}

/** Protects the key of the store by a passphrase, changes it, or takes it away. The store itself stays as it is. */
export async function changeStorePassphrase(change: PassphraseChange): Promise<void> {
  const { directories, passphrase, next, workFactor } = change;
  const { identity, lock } = storePlacesOf(directories);
  if (fileStamp(identity) === undefined) {
    throw new RouterError(
      "STORE_ABSENT",
      `There is no key ${identity} yet.`,
      "Store a first secret with secret-router set NAME.",
    );
  }
  await withStoreLock(lock, () => changePassphrase(identity, passphrase, next, workFactor));
}
