import * as vscode from "vscode";
import type { Broker } from "../../broker/broker";
import { isProcessAlive } from "../../platform/processes";
import type { ProgramKind } from "../../platform/resolveProgram";
import type { Project } from "../window/readProject";

/** One injection target of this window that is routed. */
export interface RoutedSession {
  readonly id: string;
  readonly kind: "debug" | "mcp" | "terminals";
  /** As its user knows it: the name of the launch configuration or of the server. */
  readonly label: string;
  /** Of the detected server that it is for. */
  readonly serverKey?: string;
  /** What the server's command starts: only Node tells of itself and follows what changes. */
  readonly program?: ProgramKind;
  readonly project: Project;
  readonly broker: Broker;
  /** Has the session go by what the project says now. */
  readonly follow: (project: Project) => void;
}

/** One that could not be routed, shown with its reason for as long as it runs. */
export interface UnroutedLaunch {
  readonly id: string;
  readonly label: string;
  readonly kind: RoutedSession["kind"];
  readonly why: string;
  /** Whether it should have been routed. What nobody can route is no fault, and nothing to warn of. */
  readonly isFailure: boolean;
}

const idleLookMs = 500;

/** The sessions whose brokers live in this extension host. */
export class Sessions implements vscode.Disposable {
  readonly #routed = new Map<string, RoutedSession>();
  readonly #unrouted = new Map<string, UnroutedLaunch>();
  readonly #closing = new Set<Promise<void>>();
  readonly #waits = new Set<NodeJS.Timeout>();
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  #isClosed = false;

  get routed(): readonly RoutedSession[] {
    return [...this.#routed.values()];
  }

  get unrouted(): readonly UnroutedLaunch[] {
    return [...this.#unrouted.values()];
  }

  has(id: string): boolean {
    return this.#routed.has(id);
  }

  /** One that was made while the window closed has nobody to end it later. */
  add(session: RoutedSession): void {
    if (this.#isClosed) {
      void session.broker.close();
      return;
    }
    this.#routed.set(session.id, session);
    this.#changes.fire();
  }

  addUnrouted(launch: UnroutedLaunch): void {
    this.#unrouted.set(launch.id, launch);
    this.#changes.fire();
  }

  removeUnrouted(id: string): void {
    if (this.#unrouted.delete(id)) this.#changes.fire();
  }

  /** What the configuration file says now reaches the sessions that run. */
  follow(projects: readonly Project[]): void {
    for (const session of this.routed) {
      const project = projects.find(({ folder }) => folder.uri.fsPath === session.project.folder.uri.fsPath);
      if (project === undefined) continue;
      session.follow(project);
      this.#routed.set(session.id, { ...session, project });
    }
    this.#changes.fire();
  }

  /** Brokers wait longer and longer after each failure; what waits for a vault or for a passphrase should not. */
  retryFailed(): void {
    for (const { broker } of this.routed) broker.retryFailed();
  }

  /** Ends a session once none of its processes runs: a program may outlive the debugger that started it. */
  closeWhenIdle(id: string): void {
    const session = this.#routed.get(id);
    if (session === undefined) return;
    const runs = session.broker
      .status()
      .processes.some(({ pid, endedAt }) => endedAt === null && isProcessAlive(pid));
    if (!runs) {
      void this.close(id);
      return;
    }
    const wait = setTimeout(() => {
      this.#waits.delete(wait);
      this.closeWhenIdle(id);
    }, idleLookMs);
    this.#waits.add(wait);
  }

  close(id: string): Promise<void> {
    const session = this.#routed.get(id);
    if (session === undefined) return Promise.resolve();
    this.#routed.delete(id);
    this.#changes.fire();
    const closing = session.broker.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
    return closing;
  }

  async closeAll(): Promise<void> {
    this.#isClosed = true;
    for (const wait of this.#waits) clearTimeout(wait);
    for (const { id } of this.routed) void this.close(id);
    await Promise.all(this.#closing);
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
