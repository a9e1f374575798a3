import * as vscode from "vscode";
import { linkless } from "./linkless";

const stateKey = "secretRouter.silencedNotices";
const never = "Don't Show Again";
const inStatusBarMs = 5_000;

/** What the user is told more than once, and may silence. */
export type NoticeId =
  | "canaryInOtherMode"
  | "connected"
  | "disconnected"
  | "environmentMissing"
  | "excluded"
  | "excludedInPart"
  | "imported"
  | "importUndone"
  | "loginNotKept"
  | "noConfiguration"
  | "noEnvironments"
  | "noFolder"
  | "noLogin"
  | "noServers"
  | "nothingToImport"
  | "nothingToUndo"
  | "serverRouted"
  | "serverSandboxed"
  | "serverUnrouted"
  | "serverIncomplete"
  | "serverLacksVariables"
  | "stored"
  | "terminalsOff"
  | "terminalsPackaging"
  | "typedForServer";

/** Notifications that may recur: each can be silenced for good, in all workspaces. */
export class Notices {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** Gives the chosen action; undefined when it was closed or is silenced. */
  async tell<Action extends string>(
    id: NoticeId,
    message: string,
    ...actions: readonly Action[]
  ): Promise<Action | undefined> {
    return this.#show(vscode.window.showInformationMessage, id, message, actions);
  }

  /** What a command that the user has just run comes to: silenced, it stands in the status bar, or nothing would seem to happen. */
  async answer<Action extends string>(
    id: NoticeId,
    message: string,
    ...actions: readonly Action[]
  ): Promise<Action | undefined> {
    if (this.#silenced.includes(id)) vscode.window.setStatusBarMessage(message, inStatusBarMs);
    return this.tell(id, message, ...actions);
  }

  async warn<Action extends string>(
    id: NoticeId,
    message: string,
    ...actions: readonly Action[]
  ): Promise<Action | undefined> {
    return this.#show(vscode.window.showWarningMessage, id, message, actions);
  }

  async #show<Action extends string>(
    show: (message: string, ...items: string[]) => Thenable<string | undefined>,
    id: NoticeId,
    message: string,
    actions: readonly Action[],
  ): Promise<Action | undefined> {
    if (this.#silenced.includes(id)) return undefined;
    const choice = await show(linkless(message), ...actions, never);
    if (choice === never) await this.#state.update(stateKey, [...new Set([...this.#silenced, id])]);
    return actions.find((action) => action === choice);
  }

  get #silenced(): readonly unknown[] {
    const kept = this.#state.get<unknown>(stateKey);
    return Array.isArray(kept) ? kept : [];
  }
}
