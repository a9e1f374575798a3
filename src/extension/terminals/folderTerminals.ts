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
import { printRulesFile, type RulesFile } from "../../contract/rulesFile";
import type { NameRules } from "../../contract/secretNames";
import type { Configuration } from "../../core/configuration";
import { launchNames, nameRulesOf } from "../../core/launchScope";
import { RouterError } from "../../core/routerError";
import { createProviders } from "../../providers/registry";
import { FreshRuns } from "../freshRuns";
import type { Log } from "../log";
import { FollowedProject } from "../sessions/followedProject";
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
  /** What programs that start now go by. */
  #rulesWritten = "";
  readonly #after: Promise<void>;
  readonly #looks = new FreshRuns(() => this.#lookOnce());
  readonly #timer: NodeJS.Timeout;
  #problem: string | undefined;
  #isClosed = false;

  /** @throws RouterError UNSAFE_PERMISSIONS when there is no safe place. */
  constructor({ window, log, after }: FolderTerminalsPlace, options: FolderTerminalsOptions) {
    this.#window = window;
    this.#options = options;
    this.#log = log;
    this.#after = after;
    const { directories, environment } = window;
    this.#directory = terminalDirectory(directories, environment, {
      workspace: vscode.workspace.workspaceFile?.toString() ?? "",
      folder: options.project.folder.uri.fsPath,
    });
    this.#knownStop = terminalStopMark(directories, this.#directory);
    void this.#looks.request();
    this.#timer = setInterval(() => void this.#looks.request(), lookMs);
  }

  get handle(): string {
    return terminalHandle(this.#directory);
  }

  /** The session that runs follows its project by itself, as they all do; what programs start by is written here. */
  follow(options: FolderTerminalsOptions): void {
    this.#options = options;
    void this.#looks.request();
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
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#tell(undefined);
    await this.#looks.request();
    await this.#stop();
  }

  async #lookOnce(): Promise<void> {
    await this.#after;
    if (this.#isClosed) return;
    try {
      await this.#look();
      this.#tell(undefined);
    } catch (error) {
      this.#tell(error);
    }
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
    this.#window.sessions.addUnrouted({ id, label, kind: "terminals", why, isFailure: true });
    this.#log.error("The terminals could not be routed.", error, { folder: project.name });
  }

  async #look(): Promise<void> {
    const session = this.#session;
    if (areTerminalsStopped(this.#window.directories, this.#directory, this.#knownStop)) await this.#stop();
    else if (session === undefined) await this.#start();
    else if (session.command !== this.#options.label || !isTerminalSessionWhole(session))
      await this.#restart();
    else this.#writeRules();
  }

  /** Nothing that takes long may be done in between, or be waited for: programs read their plain environment meanwhile. */
  async #restart(): Promise<void> {
    await this.#stop();
    await this.#start();
  }

  async #start(): Promise<void> {
    const { directories, sessions, passphrase } = this.#window;
    const rules = this.#rules();
    // Not before there is a session to fill: most windows have no terminal that is routed.
    const { createSessionBroker } = await import("../sessions/sessionBroker");
    const session = await claimTerminalSession({
      directories,
      directory: this.#directory,
      command: this.#options.label,
      rules,
    });
    if (session === undefined) return;
    this.#session = session;
    this.#rulesWritten = printRulesFile(rules);
    // As it is now: nobody has told the session what has changed while it was being claimed.
    const { project, label } = this.#options;
    const followed = new FollowedProject(project, terminalRules);
    const provider = createProviders(
      providersOptions(this.#window, followed.configuration, passphrase.askOnce),
    );
    const names = this.#namesOf(project);
    const broker = createSessionBroker(this.#window, {
      session,
      followed,
      names,
      provider,
      fetchesOnRead: true,
    });
    broker.start();
    const follow = (now: Project): void => followed.moveTo(now, broker, this.#namesOf(now));
    sessions.add({ id: session.id, kind: "terminals", label, project, broker, follow });
    this.#log.info("Terminals are routed.", { folder: project.name });
  }

  /** Those of the store as far as they are known: the session need not wait for the rest, which it is told of later. */
  #namesOf({ configuration }: Project): readonly string[] {
    const stored = configuration.provider === "local" ? [...(this.#window.stored.current ?? [])] : [];
    return launchNames(configuration, terminalRules(configuration), [], stored);
  }

  async #stop(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session !== undefined) await this.#window.sessions.close(session.id);
  }

  #writeRules(): void {
    const rules = this.#rules();
    if (printRulesFile(rules) === this.#rulesWritten) return;
    writeTerminalRules(this.#directory, rules);
    this.#rulesWritten = printRulesFile(rules);
  }

  #rules(): RulesFile {
    const { project, routesAgents } = this.#options;
    return { rules: terminalRules(project.configuration), routesAgents };
  }
}

function terminalRules(configuration: Configuration): NameRules {
  return nameRulesOf(configuration, undefined);
}

function reasonOf(error: unknown): string {
  return RouterError.is(error) ? (error as RouterError).message : "It failed; see the log.";
}
