import * as vscode from "vscode";
import { systemClock } from "../../broker/clock";
import type { Control } from "../../broker/control";
import { ControlWatcher } from "../../broker/controlWatcher";
import type { Directories } from "../../platform/directories";
import { ensurePrivateDirectory } from "../../platform/privateDirectory";

/** What the user asks of all sessions, from this window, another one or a terminal. */
export class ControlState implements vscode.Disposable {
  readonly #watcher: ControlWatcher;
  readonly #changes = new vscode.EventEmitter<Control>();
  readonly onDidChange = this.#changes.event;

  constructor(directories: Directories) {
    // A folder that is not there cannot be watched.
    ensurePrivateDirectory(directories.state);
    this.#watcher = new ControlWatcher({
      directories,
      clock: systemClock,
      onChange: (control) => this.#changes.fire(control),
    });
    this.#watcher.start();
  }

  get current(): Control {
    return this.#watcher.control;
  }

  /** Looks now, for what this window has just written itself. */
  refresh(): void {
    this.#watcher.check();
  }

  dispose(): void {
    this.#watcher.close();
    this.#changes.dispose();
  }
}
