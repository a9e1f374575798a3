import * as vscode from "vscode";
import type { Session } from "../../broker/sessionDirectory";
import {
  claimTerminalSession,
  isTerminalSessionWhole,
  terminalDirectory,
  terminalHandle,
  writeTerminalRules,
} from "../../broker/terminalSession";
import { areTerminalsStopped, markTerminalsStopped, terminalStopMark } from "../../broker/terminalStop";
import type { RulesFile } from "../../contract/rulesFile";
import { launchNames, nameRulesOf } from "../../core/launchScope";
import { RouterError } from "../../core/routerError";
import { createProviders } from "../../providers/registry";
import type { Log } from "../log";
import { FollowedProject } from "../sessions/followedProject";
import { createSessionBroker } from "../sessions/sessionBroker";
import { providersOptions } from "../vault/providersOptions";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";

// How soon this window takes over from one that closes, and mends what a cleaner has removed.
const lookMs = 1_000;

export interface FolderTerminalsOptions {
  readonly label: string;
  readonly project: Project;
  readonly routesAgents: boolean;
}

export interface FolderTerminalsPlace {
  readonly window: RouterWindow;
  readonly log: Log;
  /** What this window has routed here before has ended. */
  readonly after: Promise<void>;
}

/**
 * The session of one folder's terminals. Its place and its handle never change; it is filled while this window owns it,
 * and several windows on one folder own it one after the other.
 */
export class FolderTerminals {
  readonly #window: RouterWindow;
  readonly #log: Log;
  readonly #directory: string;
  readonly #knownStop: string | undefined;
  #options: FolderTerminalsOptions;
  #session: Session | undefined;
  #work: Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #problem: string | undefined;
  #isClosed = false;

  /** @throws RouterError UNSAFE_PERMISSIONS when there is no safe place. */
  constructor({ window, log, after }: FolderTerminalsPlace, options: FolderTerminalsOptions) {
    this.#window = window;
    this.#options = options;
    this.#log = log;
    this.#work = after;
    const { directories, environment } = window;
    this.#directory = terminalDirectory(directories, environment, {
      workspace: vscode.workspace.workspaceFile?.toString() ?? "",
      folder: options.project.folder.uri.fsPath,
    });
    this.#knownStop = terminalStopMark(directories, this.#directory);
    this.#run(() => this.#look());
    this.#timer = setInterval(() => this.#run(() => this.#look()), lookMs);
  }

  get handle(): string {
    return terminalHandle(this.#directory);
  }

  /** What the configuration says of mode and canary, the sessions follow by themselves; for all else a new one is made. */
  follow(options: FolderTerminalsOptions): void {
    const before = this.#options;
    this.#options = options;
    if (termsOf(before) !== termsOf(options)) this.#run(() => this.#restart());
    else if (before.routesAgents !== options.routesAgents) this.#run(() => this.#writeRules());
  }

  /** Ends it in every window: the user wants it no more. Resolves when key and lease are gone. Never rejects. */
  end(): Promise<void> {
    try {
      markTerminalsStopped(this.#window.directories, this.#directory);
    } catch (error) {
      this.#log.error("Other windows could not be told that the terminals are not routed any more.", error);
    }
    return this.close();
  }

  /** As `end`, for this window alone: another one may go on. */
  close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#tell(undefined);
    this.#work = this.#work.then(() => this.#stop());
    return this.#work;
  }

  /** One thing after the other, and none twice while it is waited for. */
  #run(action: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#isClosed) return;
      try {
        await action();
        this.#tell(undefined);
      } catch (error) {
        this.#tell(error);
      }
    });
  }

  /** Once for each reason, for it is tried again every second. */
  #tell(error: unknown): void {
    const { label, project } = this.#options;
    const id = `terminals:${this.#directory}`;
    const why = error === undefined ? undefined : reasonOf(error);
    if (why === this.#problem) return;
    this.#problem = why;
    if (why === undefined) {
      this.#window.sessions.removeUnrouted(id);
      return;
    }
    this.#window.sessions.addUnrouted({ id, label, why });
    this.#log.error("The terminals could not be routed.", error, { folder: project.name });
  }

  async #look(): Promise<void> {
    if (areTerminalsStopped(this.#window.directories, this.#directory, this.#knownStop)) await this.#stop();
    else if (this.#session === undefined) await this.#start();
    else if (!isTerminalSessionWhole(this.#session)) await this.#restart();
  }

  async #restart(): Promise<void> {
    await this.#stop();
    await this.#start();
  }

  async #start(): Promise<void> {
    const { directories, sessions, stored } = this.#window;
    const { project, label } = this.#options;
    const { configuration } = project;
    const rules = this.#rules();
    const session = await claimTerminalSession({
      directories,
      directory: this.#directory,
      command: label,
      rules,
    });
    if (session === undefined) return;
    this.#session = session;
    const followed = new FollowedProject(project);
    const provider = createProviders(
      providersOptions(this.#window, followed.configuration, this.#window.passphrase.askOnce),
    );
    await stored.refresh();
    const listed = configuration.provider === "local" ? [...stored.current] : [];
    const broker = createSessionBroker(this.#window, {
      session,
      project,
      followed,
      rules: rules.rules,
      names: launchNames(configuration, rules.rules, [], listed),
      provider,
      fetchesOnRead: true,
    });
    broker.start();
    const follow = (now: Project): void => followed.moveTo(now, broker);
    sessions.add({ id: session.id, kind: "terminals", label, project, broker, follow });
    this.#log.info("Terminals are routed.", { folder: project.name });
  }

  async #stop(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session !== undefined) await this.#window.sessions.close(session.id);
  }

  async #writeRules(): Promise<void> {
    if (this.#session !== undefined) writeTerminalRules(this.#directory, this.#rules());
  }

  #rules(): RulesFile {
    const { project, routesAgents } = this.#options;
    return { rules: nameRulesOf(project.configuration, undefined), routesAgents };
  }
}

function reasonOf(error: unknown): string {
  return RouterError.is(error) ? (error as RouterError).message : "It failed; see the log.";
}

/** What a session cannot follow while it runs. */
function termsOf({ label, project }: FolderTerminalsOptions): string {
  const { mode: _, canaryPercent: __, ...terms } = project.configuration;
  return JSON.stringify([label, project.name, terms], (_key, value: unknown) =>
    value instanceof Map ? [...value] : value,
  );
}
