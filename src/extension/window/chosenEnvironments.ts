import type * as vscode from "vscode";

const stateKey = "secretRouter.environments";

/** Which environment of its configuration the user has chosen for each folder. Kept by the editor, for this workspace. */
export class ChosenEnvironments {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  of(folder: vscode.WorkspaceFolder): string | undefined {
    const chosen = this.#all().get(folder.uri.toString());
    return typeof chosen === "string" ? chosen : undefined;
  }

  async choose(folder: vscode.WorkspaceFolder, name: string | undefined): Promise<void> {
    const chosen = this.#all();
    if (name === undefined) chosen.delete(folder.uri.toString());
    else chosen.set(folder.uri.toString(), name);
    await this.#state.update(stateKey, Object.fromEntries(chosen));
  }

  #all(): Map<string, unknown> {
    const kept = this.#state.get<unknown>(stateKey);
    return new Map(typeof kept === "object" && kept !== null ? Object.entries(kept) : []);
  }
}
