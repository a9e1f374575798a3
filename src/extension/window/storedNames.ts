import * as vscode from "vscode";
import type { Directories } from "../../platform/directories";

/** The names in the embedded store, for the surfaces that list secrets. Asks for no passphrase: a list is not worth one. */
export class StoredNames implements vscode.Disposable {
  readonly #directories: Directories;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  #names: ReadonlySet<string> = new Set();

  constructor(directories: Directories) {
    this.#directories = directories;
  }

  get current(): ReadonlySet<string> {
    return this.#names;
  }

  /** Never rejects: a store that cannot be read has no names. */
  async refresh(): Promise<void> {
    const names = await readNames(this.#directories);
    if ([...names].join() === [...this.#names].join()) return;
    this.#names = new Set(names);
    this.#changes.fire();
  }

  dispose(): void {
    this.#changes.dispose();
  }
}

async function readNames(directories: Directories): Promise<readonly string[]> {
  try {
    const { openLocalStore } = await import("../../providers/local/localStore");
    const store = openLocalStore({ directories });
    try {
      return (await store.list()).map(({ name }) => name);
    } finally {
      store.forget();
    }
  } catch {
    return [];
  }
}
