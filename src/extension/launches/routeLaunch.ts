import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as vscode from "vscode";
import { handleVariable } from "../../contract/variables";
import { parseEnvFile } from "../../core/envFile";
import { nameRulesOf } from "../../core/launchScope";
import { RouterError } from "../../core/routerError";
import { withRequire } from "../../platform/nodeOptions";
import { readPlainFile } from "../../platform/readPlainFile";
import { ensurePreloadFile } from "../sessions/preloadFile";
import type { RoutedSession } from "../sessions/sessions";
import { startSession } from "../sessions/startSession";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { environmentOf, ownNodeOptions, showsEnvironment } from "./launchPlan";

const maxEnvFileBytes = 4 * 1024 * 1024;

export interface RoutedLaunch {
  readonly configuration: vscode.DebugConfiguration;
  readonly session: RoutedSession;
}

/**
 * Gives a Node launch its session, and nothing else: what the user wrote stays.
 * @throws RouterError when it cannot be routed.
 */
export async function routeLaunch(
  window: RouterWindow,
  project: Project,
  configuration: vscode.DebugConfiguration,
): Promise<RoutedLaunch> {
  const env = environmentOf(configuration);
  const envFile = readEnvFile(configuration, project);
  const preload = ensurePreloadFile(window.bundledPreload, window.directories.data);
  const nodeOptions = withRequire(ownNodeOptions(configuration, envFile), preload);
  if (nodeOptions === undefined) throw unquotable();
  const { session, handle } = await startSession(window, {
    kind: "debug",
    label: configuration.name,
    project,
    rules: nameRulesOf(project.configuration, undefined),
    environmentNames: [...Object.keys(window.environment), ...envFile.keys(), ...Object.keys(env)],
    keyPlace: showsEnvironment(configuration) ? "file" : "handle",
  });
  return {
    session,
    configuration: {
      ...configuration,
      env: { ...env, NODE_OPTIONS: nodeOptions, [handleVariable]: handle },
    },
  };
}

/** A file that cannot be read is empty here; the debugger itself tells the user of it. */
function readEnvFile(
  configuration: vscode.DebugConfiguration,
  project: Project,
): ReadonlyMap<string, string> {
  const { envFile, cwd } = configuration as { envFile?: unknown; cwd?: unknown };
  if (typeof envFile !== "string" || envFile === "") return new Map();
  try {
    const base = typeof cwd === "string" && isAbsolute(cwd) ? cwd : project.folder.uri.fsPath;
    const path = envFile.startsWith("file:") ? fileURLToPath(envFile) : envFile;
    const file = readPlainFile(isAbsolute(path) ? path : join(base, path), maxEnvFileBytes);
    const { entries } = parseEnvFile(file?.content.toString("utf8") ?? "");
    return new Map(entries.map(({ name, value }) => [name, value]));
  } catch {
    return new Map();
  }
}

function unquotable(): RouterError {
  return new RouterError(
    "IO",
    "Your Secret Router files lie in a folder whose name holds a line break, which NODE_OPTIONS cannot carry.",
    "Use a home folder without one.",
  );
}
