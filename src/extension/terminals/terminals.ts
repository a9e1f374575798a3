import * as vscode from "vscode";
import { RouterError } from "../../core/routerError";
import { requireOption } from "../../platform/nodeOptions";
import { setContext } from "../contributions";
import type { Log } from "../log";
import { ensurePreloadFile } from "../sessions/preloadFile";
import { readSetting } from "../settings";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { applyContribution, clearContribution } from "./applyContribution";
import { askForTerminals } from "./askForTerminals";
import { FolderTerminals, type FolderTerminalsOptions } from "./folderTerminals";
import { type TerminalOutcome, terminalOutcome } from "./terminalOutcome";
import { contributionOf, isCarried, type TerminalPlan, terminalPlan } from "./terminalPlan";
import { whyNoTerminals } from "./whyNoTerminals";

type Collection = vscode.GlobalEnvironmentVariableCollection;

const unroutedId = "terminals";

/** Routes the programs of this window's terminals and tasks, when the user wants it. */
export class Terminals implements vscode.Disposable {
  readonly #window: RouterWindow;
  readonly #collection: Collection;
  readonly #log: Log;
  readonly #listeners: vscode.Disposable;
  readonly #folders = new Map<string, FolderTerminals>();
  #plan: TerminalPlan = "leave";
  #outcome: TerminalOutcome | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #hasAsked = false;
  #isCleared = false;
  #isClosed = false;

  constructor(window: RouterWindow, collection: Collection, log: Log) {
    this.#window = window;
    this.#collection = collection;
    this.#log = log;
    const update = (): void => this.#update();
    this.#listeners = vscode.Disposable.from(
      window.optIn.onDidChange(update),
      window.projects.onDidChange(update),
      window.terminalChoice.onDidChange(update),
      window.sessions.onDidChange(() => this.#tellOutcome()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("secretRouter")) update();
      }),
      vscode.window.onDidOpenTerminal(update),
    );
    update();
  }

  /** What the terminals were given stays with them: without the session behind it, it does nothing. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#listeners.dispose();
    await Promise.all([this.#ended, ...[...this.#folders.values()].map((terminals) => terminals.close())]);
  }

  dispose(): void {
    void this.close();
  }

  #update(): void {
    if (this.#isClosed) return;
    const why = whyNoTerminals(this.#window.environment, vscode.env.appRoot);
    const plan = terminalPlan({
      isSupported: why === undefined,
      isRouting: this.#window.optIn.isGiven,
      setting: readSetting("secretRouter.routeTerminals"),
      choice: this.#window.terminalChoice.current,
    });
    if (plan === "route") this.#route();
    else this.#leave();
    if (plan === "ask") this.#ask();
    if (plan === "tell" && why !== undefined) this.#tell(why, false);
    this.#plan = plan;
    this.#tellOutcome();
  }

  /** What becomes of a folder's terminals shows later than what was planned for them, and may change. */
  #tellOutcome(): void {
    const outcome = terminalOutcome(this.#plan, this.#window.sessions.unrouted);
    if (outcome === this.#outcome) return;
    this.#outcome = outcome;
    setContext("secretRouter.isRoutingTerminals", outcome === "routed");
    setContext("secretRouter.isTerminalRoutingFailed", outcome === "failed");
  }

  /** The preloader's copy comes first: a value that names a file which is not there keeps every `node` from starting. */
  #route(): void {
    try {
      const { bundledPreload, directories, projects, sessions } = this.#window;
      const option = requireOption(ensurePreloadFile(bundledPreload, directories.data));
      this.#keepFolders(projects.all);
      const handles = new Map([...this.#folders].map(([path, { handle }]) => [path, handle]));
      if (option === undefined || ![option, ...handles.values()].every(isCarried)) throw notCarried();
      this.#isCleared = false;
      const isLocal = vscode.env.remoteName === undefined;
      applyContribution(this.#collection, folders(projects.all), contributionOf(option, handles), isLocal);
      sessions.removeUnrouted(unroutedId);
    } catch (error) {
      this.#leave();
      this.#tell(
        RouterError.is(error) ? `${(error as RouterError).message}` : "It failed; see the log.",
        true,
      );
      this.#log.error("Terminals are not routed.", error);
    }
  }

  #leave(): void {
    this.#keepFolders([]);
    this.#window.sessions.removeUnrouted(unroutedId);
    // Once, but even at the start: the editor may have kept what an earlier window gave.
    if (!this.#isCleared) clearContribution(this.#collection, folders(this.#window.projects.all));
    this.#isCleared = true;
  }

  #tell(why: string, isFailure: boolean): void {
    const what = { id: unroutedId, label: "Terminals", kind: "terminals" } as const;
    this.#window.sessions.addUnrouted({ ...what, why, isFailure });
  }

  /** Once for each window, and only when there is a terminal. */
  #ask(): void {
    if (this.#hasAsked || vscode.window.terminals.length === 0) return;
    this.#hasAsked = true;
    void askForTerminals(this.#window.terminalChoice);
  }

  #keepFolders(projects: readonly Project[]): void {
    const paths = new Set(projects.map(pathOf));
    for (const [path, terminals] of this.#folders) {
      if (paths.has(path)) continue;
      this.#folders.delete(path);
      this.#ended = Promise.all([this.#ended, terminals.end()]);
    }
    for (const project of projects) {
      const options: FolderTerminalsOptions = {
        label: projects.length === 1 ? "Terminals" : `Terminals of ${project.folder.name}`,
        project,
        routesAgents: readSetting("secretRouter.routeAgentTerminals"),
      };
      const known = this.#folders.get(pathOf(project));
      if (known !== undefined) known.follow(options);
      else this.#folders.set(pathOf(project), this.#routeFolder(options));
    }
  }

  #routeFolder(options: FolderTerminalsOptions): FolderTerminals {
    const after = this.#ended.then(() => undefined);
    return new FolderTerminals({ window: this.#window, log: this.#log, after }, options);
  }
}

function folders(projects: readonly Project[]): readonly vscode.WorkspaceFolder[] {
  return projects.map(({ folder }) => folder);
}

function pathOf({ folder }: Project): string {
  return folder.uri.fsPath;
}

function notCarried(): RouterError {
  return new RouterError(
    "IO",
    "The path of your Secret Router files cannot be given to a terminal.",
    "Use a home folder without line breaks and without ${ in its name.",
  );
}
