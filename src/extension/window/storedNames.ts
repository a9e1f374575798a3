import * as vscode from "vscode";
import type { RouterError } from "../../core/routerError";
import type { Directories } from "../../platform/directories";
import type { AskPassphrase } from "../../providers/local/identityFile";
import { storePlacesOf } from "../../providers/local/storePlaces";
import { watchStore } from "../../providers/local/watchStore";
import { FreshRuns } from "../freshRuns";
import { listStore, type StoreListing } from "./listStore";

/** The names in the embedded store, for the surfaces that list secrets. Followed from the first look on. */
export class StoredNames implements vscode.Disposable {
  readonly #directories: Directories;
  readonly #passphrase: AskPassphrase;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly #reads = new FreshRuns(() => this.#read());
  #listing: StoreListing | undefined;
  #stopWatching: (() => void) | undefined;
  #isDisposed = false;

  /** @param passphrase gives one that is known already: a list is not worth a question. */
  constructor(directories: Directories, passphrase: AskPassphrase) {
    this.#directories = directories;
    this.#passphrase = passphrase;
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
  }

  async #read(): Promise<void> {
    const before = textOf(this.#listing);
    this.#listing = await listStore(this.#directories, this.#passphrase);
    if (textOf(this.#listing) !== before) this.#changes.fire();
  }
}

function textOf(listing: StoreListing | undefined): string {
  if (listing === undefined) return "";
  return listing.problem === undefined ? JSON.stringify([...listing.names]) : listing.problem.message;
}
