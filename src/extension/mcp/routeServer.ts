import { homedir } from "node:os";
import { delimiter, resolve } from "node:path";
import { handleVariable } from "../../contract/variables";
import { withRequire } from "../../platform/nodeOptions";
import { type ProgramKind, resolveProgram } from "../../platform/resolveProgram";
import { withHome } from "../../platform/withHome";
import { ensurePreloadFile } from "../sessions/preloadFile";
import type { RoutedSession } from "../sessions/sessions";
import { startSession } from "../sessions/startSession";
import type { RouterWindow } from "../window/routerWindow";
import type { LocalServer } from "./localServers";
import type { ReadLaunch } from "./readLaunch";
import type { ServerLaunch } from "./serverLaunch";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Gives a server its session, and the environment that leads to it.
 * @throws RouterError when there is no safe place for the session.
 */
export async function routeServer(
  window: RouterWindow,
  { project, rules }: ReadLaunch,
  { key, server }: LocalServer,
  launch: ServerLaunch,
): Promise<{ readonly session: RoutedSession; readonly env: Readonly<Record<string, string | null>> }> {
  const own: Environment = { ...window.environment, ...withoutNulls(launch.env) };
  const preload = ensurePreloadFile(window.bundledPreload, window.directories.data);
  const nodeOptions = withRequire(own["NODE_OPTIONS"], preload);
  const program = kindOf(launch, window.environment);
  const { session, handle, launchValues } = await startSession(window, {
    kind: "mcp",
    label: server.name,
    serverKey: key,
    program,
    project,
    rules,
    environmentNames: launch.names,
    keyPlace: "handle",
  });
  const injected = program === "other" ? await launchValues(own) : {};
  const routing = nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions, [handleVariable]: handle };
  return { session, env: { ...launch.env, ...routing, ...injected } };
}

function withoutNulls(env: ServerLaunch["env"]): Environment {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? undefined]));
}

/** Looks the program up as the editor will: its own folders come after the editor's. */
function kindOf({ command, cwd = homedir(), env }: ServerLaunch, environment: Environment): ProgramKind {
  const path = [environment["PATH"], env["PATH"]].filter((part) => part != null).join(delimiter);
  const named = withHome(command, homedir());
  const program = /[\\/]/.test(named) ? resolve(cwd, named) : named;
  try {
    return resolveProgram(program, { ...environment, PATH: path }).kind;
  } catch {
    // The editor will say that it is not there.
    return "node";
  }
}
