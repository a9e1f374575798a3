import * as vscode from "vscode";
import { linkless } from "../linkless";
import type { LaunchDocuments } from "./launchDocuments";
import { launchHash } from "./launchHash";
import { launchQuestion, questionAfterReading } from "./launchQuestion";
import { launchDocument } from "./launchText";
import type { ShownLaunch } from "./shownLaunch";

const stateKey = "secretRouter.approvedServers";
const [start, show, cancel] = ["Start Routed", "Show the Launch", "Cancel"] as const;

/**
 * Which launches the user has agreed to. The editor asks before it starts a server of a repository, but not before one
 * that an extension offers; so the question is ours, and it is bound to what is started and not to a name.
 */
export class LaunchApprovals {
  readonly #state: vscode.Memento;
  readonly #documents: LaunchDocuments;
  readonly #key: () => Buffer;

  /** @param key of this user's, with which the marks of launches are made. */
  constructor(state: vscode.Memento, documents: LaunchDocuments, key: () => Buffer) {
    this.#state = state;
    this.#documents = documents;
    this.#key = key;
  }

  /** The same for the same launch alone. */
  markOf(launch: ShownLaunch): string {
    return launchHash(launch, this.#key());
  }

  isKnown(server: string, launch: ShownLaunch): boolean {
    const known = this.#known;
    return Object.hasOwn(known, server) && known[server] === this.markOf(launch);
  }

  /** Asks at the first start and after each change of what is started. */
  async isGiven(server: string, launch: ShownLaunch): Promise<boolean> {
    if (this.isKnown(server, launch)) return true;
    if (!(await this.#agrees(server, launch))) return false;
    // Read again: another server's question may have been answered while this one stood open.
    await this.#state.update(stateKey, { ...this.#known, [server]: this.markOf(launch) });
    return true;
  }

  /** Not modal: some editors start servers by themselves, and nobody has asked for a dialog then. */
  async #agrees(server: string, launch: ShownLaunch): Promise<boolean> {
    const { text, isWhole, name } = launchQuestion(launch);
    const choice = isWhole ? await ask(text, start, show, cancel) : await ask(text, show, cancel);
    if (choice !== show) return choice === start;
    const title = `Launch of ${name}`;
    await this.#documents.show(server, title, launchDocument(launch));
    return (await ask(questionAfterReading(launch, title), start, cancel)) === start;
  }

  get #known(): Readonly<Record<string, unknown>> {
    return this.#state.get<Readonly<Record<string, unknown>>>(stateKey, {});
  }
}

function ask<Action extends string>(message: string, ...actions: Action[]): Thenable<Action | undefined> {
  return vscode.window.showWarningMessage(linkless(message), ...actions);
}
