import * as vscode from "vscode";
import { linkless } from "../linkless";
import type { LaunchDocuments } from "./launchDocuments";
import { launchHash } from "./launchHash";
import { launchQuestion, questionAfterReading } from "./launchQuestion";
import { launchDocument } from "./launchText";
import { type Ask, QuestionLine } from "./questionLine";
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
  /** Not modal: some editors start servers by themselves, and nobody has asked for a dialog then. */
  readonly #line = new QuestionLine(
    (message, ...actions) => vscode.window.showWarningMessage(linkless(message), ...actions),
    Date.now,
  );

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

  /**
   * Asks at the first start and after each change of what is started, of several servers one after the other.
   * @param left when nobody wants the start any more.
   */
  async isGiven(server: string, launch: ShownLaunch, left: AbortSignal): Promise<boolean> {
    if (this.isKnown(server, launch)) return true;
    const isGiven = await this.#line.take(left, async (ask) => {
      // The very same launch may have been agreed to while this one waited.
      if (this.isKnown(server, launch)) return true;
      if (!(await this.#agrees(ask, server, launch))) return false;
      await this.#state.update(stateKey, { ...this.#known, [server]: this.markOf(launch) });
      return true;
    });
    return isGiven === true;
  }

  async #agrees(ask: Ask, server: string, launch: ShownLaunch): Promise<boolean> {
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
