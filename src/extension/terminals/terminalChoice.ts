import * as vscode from "vscode";

const stateKey = "secretRouter.terminals";

/** What the user has said of this workspace's terminals. Kept by the editor, where no file of a repository can set it. */
export class TerminalChoice implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** Undefined where the user has said nothing. */
  get current(): "on" | "off" | undefined {
    const value = this.#state.get<unknown>(stateKey);
    return value === "on" || value === "off" ? value : undefined;
  }

  /** Who says the same again wants what has failed to be tried again. */
  async set(choice: "on" | "off"): Promise<void> {
    await this.#state.update(stateKey, choice);
    this.#changes.fire();
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
