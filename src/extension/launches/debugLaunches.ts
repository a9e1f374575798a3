import * as vscode from "vscode";
import { parseHandle, sessionIdOf } from "../../contract/handle";
import { RouterError } from "../../core/routerError";
import type { Log } from "../log";
import { readSetting } from "../settings";
import { whyNoTerminals } from "../terminals/whyNoTerminals";
import type { LazyWindow } from "../window/lazyWindow";
import type { RouterWindow } from "../window/routerWindow";
import { handleOf, isOwnFollowUp, showsEnvironment, whyNotRouted } from "./launchPlan";
import { packageScripts } from "./packageScripts";

const launchDeadlineMs = 300;
// A task before the launch may take minutes; a launch that never comes to a session must not keep one for ever.
const orphanLifetimeMs = 15 * 60_000;

/** Follows the debugger: a session for each launch, from its start to the end of its last process. */
export class DebugLaunches implements vscode.Disposable {
  readonly #window: Pick<LazyWindow, "get">;
  readonly #log: Log;
  /** Why the last launch of a name went without us. */
  readonly #failures = new Map<string, string>();
  readonly #orphans = new Map<string, NodeJS.Timeout>();
  /** The router's session with which each of the debugger's began. */
  readonly #begun = new Map<string, string>();

  constructor(window: Pick<LazyWindow, "get">, log: Log) {
    this.#window = window;
    this.#log = log;
  }

  /** Gives the launch as it was whenever it cannot be routed, in time or at all. Never rejects. */
  async route(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration> {
    let isLate = false;
    const routing = this.#route(folder, configuration, () => isLate).catch((error: unknown) => {
      this.#failures.set(configuration.name, reasonOf(error));
      this.#log.error("A launch could not be routed.", error, { launch: configuration.name });
      return configuration;
    });
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<vscode.DebugConfiguration>((resolve) => {
      timer = setTimeout(() => {
        isLate = true;
        this.#failures.set(configuration.name, `It was not ready within ${launchDeadlineMs} ms.`);
        this.#log.warn("A launch went unrouted: its session was not ready in time.", {
          launch: configuration.name,
        });
        resolve(configuration);
      }, launchDeadlineMs);
    });
    const resolved = await Promise.race([routing, deadline]);
    clearTimeout(timer);
    return resolved;
  }

  async started(session: vscode.DebugSession): Promise<void> {
    if (session.parentSession !== undefined) return;
    const id = sessionIdIn(session.configuration);
    if (id !== undefined) {
      clearTimeout(this.#orphans.get(id));
      this.#orphans.delete(id);
      this.#begun.set(session.id, id);
      return;
    }
    const window = await this.#window.get();
    if (window === undefined || !window.optIn.isGiven) return;
    const unreachable = whyUnreachable(session.configuration);
    const why = unreachable ?? this.#failures.get(session.name);
    if (why === undefined) return;
    const isFailure = unreachable === undefined;
    window.sessions.addUnrouted({ id: session.id, label: session.name, kind: "debug", why, isFailure });
    this.#log.info("A launch is not routed.", { launch: session.name, why });
  }

  async ended(session: vscode.DebugSession): Promise<void> {
    if (session.parentSession !== undefined) return;
    const window = await this.#window.get();
    window?.sessions.removeUnrouted(session.id);
    // A restart after launch.json was edited goes on with a session of its own.
    const ids = new Set([this.#begun.get(session.id), sessionIdIn(session.configuration)]);
    this.#begun.delete(session.id);
    for (const id of ids) if (id !== undefined) window?.sessions.closeWhenIdle(id);
  }

  dispose(): void {
    for (const timer of this.#orphans.values()) clearTimeout(timer);
  }

  async #route(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
    isLate: () => boolean,
  ): Promise<vscode.DebugConfiguration> {
    if (isOwnFollowUp(configuration) || whyUnreachable(configuration) !== undefined) return configuration;
    this.#failures.delete(configuration.name);
    const window = await this.#window.get();
    const project = window?.projects.of(folder);
    if (window === undefined || project === undefined || !window.optIn.isGiven) return configuration;
    if (!readSetting("secretRouter.routeDebugLaunches", folder)) return configuration;
    const { routeLaunch } = await import("./routeLaunch");
    const routed = await routeLaunch(window, project, configuration);
    // Routing may have ended while the session was made.
    if (isLate() || !window.optIn.isGiven) {
      await routed.session.broker.close();
      return configuration;
    }
    this.#adopt(window, routed.session.id);
    window.sessions.add(routed.session);
    return routed.configuration;
  }

  #adopt(window: RouterWindow, id: string): void {
    const timer = setTimeout(() => {
      this.#orphans.delete(id);
      // Of a restart the debugger tells nothing: its program may run.
      window.sessions.closeWhenIdle(id);
    }, orphanLifetimeMs);
    this.#orphans.set(id, timer);
  }
}

function whyUnreachable(configuration: vscode.DebugConfiguration): string | undefined {
  const why = whyNotRouted(configuration, () => packageScripts(configuration["cwd"]));
  if (why !== undefined || !showsEnvironment(configuration)) return why;
  return whyNoTerminals(process.env, vscode.env.appRoot);
}

function sessionIdIn(configuration: vscode.DebugConfiguration): string | undefined {
  const handle = parseHandle(handleOf(configuration));
  return handle === undefined ? undefined : sessionIdOf(handle.directory);
}

function reasonOf(error: unknown): string {
  return RouterError.is(error) ? `${error.message} ${error.nextStep}` : "It failed; see the log.";
}
