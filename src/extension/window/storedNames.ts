import * as vscode from "vscode";
import type { RouterError } from "../../core/routerError";
import type { Directories } from "../../platform/directories";
import type { LocalStore } from "../../providers/local/localStore";
import { storePlacesOf } from "../../providers/local/storePlaces";
import { watchStore } from "../../providers/local/watchStore";
import { FreshRuns } from "../freshRuns";
import type { Log } from "../log";
import { listStore, type StoreListing } from "./listStore";
import type { RememberedPassphrase } from "./rememberedPassphrase";

/** The names in the embedded store, for the surfaces that list secrets. Followed from the first look on. */
export class StoredNames implements vscode.Disposable {
  readonly #directories: Directories;
  readonly #passphrase: RememberedPassphrase;
  readonly #log: Log;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly #reads = new FreshRuns(() => this.#read());
  #store: Promise<LocalStore> | undefined;
  #listing: StoreListing | undefined;
  #stopWatching: (() => void) | undefined;
  #isDisposed = false;

  constructor(directories: Directories, passphrase: RememberedPassphrase, log: Log) {
    this.#directories = directories;
    this.#passphrase = passphrase;
    this.#log = log;
  }

  /** Undefined where it is not known: before the first look, and while the store cannot be opened. */
  get current(): ReadonlySet<string> | undefined {
    return this.#listing?.names;
  }

  /** Why the store cannot be opened. */
  get problem(): RouterError | undefined {
    return this.#listing?.problem;
  }

  /** Never rejects. */
  refresh(): Promise<void> {
    if (this.#isDisposed) return Promise.resolve();
    this.#stopWatching ??= watchStore(storePlacesOf(this.#directories), () => void this.refresh());
    return this.#reads.request();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stopWatching?.();
    this.#changes.dispose();
    this.#store?.then(
      (store) => store.forget(),
      () => undefined,
    );
  }

  async #read(): Promise<void> {
    const before = textOf(this.#listing);
    this.#store ??= this.#open();
    this.#listing = await listStore(await this.#store, this.#log);
    if (textOf(this.#listing) !== before) this.#changes.fire();
  }

  /** With a passphrase that is known already: a list is not worth a question. */
  async #open(): Promise<LocalStore> {
    const { openLocalStore } = await import("../../providers/local/localStore");
    const passphrase = this.#passphrase;
    const passphraseStamp = (): number => passphrase.timesEntered;
    return openLocalStore({ directories: this.#directories, passphrase: passphrase.known, passphraseStamp });
  }
}

function textOf(listing: StoreListing | undefined): string {
  if (listing === undefined) return "";
  return listing.problem === undefined ? JSON.stringify([...listing.names]) : listing.problem.message;
}
