import * as vscode from "vscode";

const stateKey = "secretRouter.isRouting";

/** Whether the user wants this workspace routed. Kept by the editor, where no file of a repository can set it. */
export class OptIn implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changes = new vscode.EventEmitter<boolean>();
  readonly onDidChange = this.#changes.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  get isGiven(): boolean {
    return this.#state.get<unknown>(stateKey) === true;
  }

  async set(isGiven: boolean): Promise<void> {
    if (isGiven === this.isGiven) return;
    await this.#state.update(stateKey, isGiven);
    this.#changes.fire(isGiven);
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
