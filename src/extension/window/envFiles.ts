import * as vscode from "vscode";
import { namesInEnvFiles } from "./namesInEnvFiles";

/** The names that folders' `.env` files hold, never their values. A folder is followed from the first look on. */
export class EnvFiles implements vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly #watchers = new Map<string, vscode.Disposable>();
  /** As the files were when they were last seen to change: the view looks twice a second. */
  readonly #known = new Map<string, ReadonlyMap<string, readonly string[]>>();

  /** Of each name the files that hold it, by their paths. */
  namesIn(folder: string): ReadonlyMap<string, readonly string[]> {
    this.#follow(folder);
    const known = this.#known.get(folder) ?? namesInEnvFiles(folder);
    this.#known.set(folder, known);
    return known;
  }

  dispose(): void {
    for (const part of [...this.#watchers.values(), this.#changes]) part.dispose();
  }

  #follow(folder: string): void {
    if (this.#watchers.has(folder)) return;
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), ".env*");
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const forget = (): void => {
      this.#known.delete(folder);
      this.#changes.fire();
    };
    this.#watchers.set(
      folder,
      vscode.Disposable.from(
        watcher,
        watcher.onDidChange(forget),
        watcher.onDidCreate(forget),
        watcher.onDidDelete(forget),
      ),
    );
  }
}
