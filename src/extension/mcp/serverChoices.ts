import * as vscode from "vscode";

const stateKey = "secretRouter.unroutedServers";

/** Which servers the user has left out of routing in this workspace. Kept by the editor, as the opt-in is. */
export class ServerChoices implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** @param key of a detected server. */
  isRouted(key: string): boolean {
    return !this.#unrouted.includes(key);
  }

  async set(key: string, isRouted: boolean): Promise<void> {
    if (isRouted === this.isRouted(key)) return;
    const others = this.#unrouted.filter((each) => each !== key);
    await this.#state.update(stateKey, isRouted ? others : [...others, key]);
    this.#changes.fire();
  }

  dispose(): void {
    this.#changes.dispose();
  }

  get #unrouted(): readonly string[] {
    const kept = this.#state.get<unknown>(stateKey);
    return Array.isArray(kept) ? kept.filter((key) => typeof key === "string") : [];
  }
}
