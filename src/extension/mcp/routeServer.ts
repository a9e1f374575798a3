import { handleVariable } from "../../contract/variables";
import { withRequire } from "../../platform/nodeOptions";
import { type Program, resolveProgram } from "../../platform/resolveProgram";
import { ensurePreloadFile } from "../sessions/preloadFile";
import type { RoutedSession } from "../sessions/sessions";
import { startSession } from "../sessions/startSession";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import type { DetectedServer } from "./detectedServers";
import { placeholderFacts } from "./placeholderFacts";
import { readText } from "./readText";
import { serverLaunch, serverRules } from "./serverLaunch";

export interface RoutedServer {
  readonly session: RoutedSession;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  /** What its definition adds to the extension host's environment. */
  readonly env: Readonly<Record<string, string | null>>;
  /** Variables that it starts without, because their values are open. */
  readonly leftOut: readonly string[];
}

/**
 * Gives a server its session. Undefined when a part of its command stays open.
 * @param answers to its inputs, by id.
 * @throws RouterError when there is no safe place for the session.
 */
export async function routeServer(
  window: RouterWindow,
  project: Project,
  detected: DetectedServer,
  answers: ReadonlyMap<string, string>,
): Promise<RoutedServer | undefined> {
  const { server, format, folder } = detected;
  if (server.kind !== "stdio") return undefined;
  const facts = placeholderFacts(window.environment, folder, answers);
  const launch = serverLaunch(server, format.placeholders, facts, readText);
  if (launch === undefined) return undefined;
  const rules = serverRules(project.configuration, server.name, launch.names);
  const program = kindOf(launch.command, window.environment);
  const preload = ensurePreloadFile(window.bundledPreload, window.directories.data);
  const nodeOptions = withRequire(launch.env["NODE_OPTIONS"] ?? window.environment["NODE_OPTIONS"], preload);
  const { session, handle, launchValues } = await startSession(window, {
    kind: "mcp",
    label: server.name,
    serverKey: detected.key,
    project,
    rules,
    environmentNames: launch.names,
    keyPlace: "handle",
  });
  const own = { ...window.environment, ...withoutNulls(launch.env) };
  const injected = program === "other" ? await launchValues(own) : {};
  return {
    session,
    command: launch.command,
    args: launch.args,
    cwd: launch.cwd,
    leftOut: launch.leftOut,
    env: {
      ...launch.env,
      ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions, [handleVariable]: handle }),
      ...injected,
    },
  };
}

function withoutNulls(env: RoutedServer["env"]): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? undefined]));
}

function kindOf(command: string, environment: NodeJS.ProcessEnv): Program["kind"] {
  try {
    return resolveProgram(command, environment).kind;
  } catch {
    // The editor will say that it is not there.
    return "node";
  }
}
