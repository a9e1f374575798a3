import * as vscode from "vscode";
import type { Directories } from "../../platform/directories";
import type { AskPassphrase } from "../../providers/local/identityFile";
import { FreshRuns } from "../freshRuns";

/** The names in the embedded store, for the surfaces that list secrets. */
export class StoredNames implements vscode.Disposable {
  readonly #directories: Directories;
  readonly #passphrase: AskPassphrase;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly #reads = new FreshRuns(() => this.#read());
  #names: ReadonlySet<string> = new Set();
  #isReadable = false;

  /** @param passphrase gives one that is known already: a list is not worth a question. */
  constructor(directories: Directories, passphrase: AskPassphrase) {
    this.#directories = directories;
    this.#passphrase = passphrase;
  }

  get current(): ReadonlySet<string> {
    return this.#names;
  }

  /** Says whether the store could be read. Never rejects: one that could not has no names. */
  async refresh(): Promise<boolean> {
    await this.#reads.request();
    return this.#isReadable;
  }

  dispose(): void {
    this.#changes.dispose();
  }

  async #read(): Promise<void> {
    const read = await readNames(this.#directories, this.#passphrase);
    this.#isReadable = read !== undefined;
    const names = read ?? [];
    if (names.join() === [...this.#names].join()) return;
    this.#names = new Set(names);
    this.#changes.fire();
  }
}

async function readNames(
  directories: Directories,
  passphrase: AskPassphrase,
): Promise<readonly string[] | undefined> {
  try {
    const { openLocalStore } = await import("../../providers/local/localStore");
    const store = openLocalStore({ directories, passphrase });
    try {
      return (await store.list()).map(({ name }) => name);
    } finally {
      store.forget();
    }
  } catch {
    return undefined;
  }
}
