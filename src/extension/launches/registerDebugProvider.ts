import * as vscode from "vscode";
import type { Log } from "../log";
import type { LazyWindow } from "../window/lazyWindow";
import { DebugLaunches } from "./debugLaunches";
import { nodeTypes } from "./launchPlan";

/** Routes Node launches, and shows those that cannot be. */
export function registerDebugProvider(window: LazyWindow, log: Log): vscode.Disposable {
  const launches = new DebugLaunches(window, log);
  const provider: vscode.DebugConfigurationProvider = {
    resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) =>
      launches.route(folder, configuration),
  };
  return vscode.Disposable.from(
    launches,
    ...nodeTypes.map((type) => vscode.debug.registerDebugConfigurationProvider(type, provider)),
    vscode.debug.onDidStartDebugSession((session) => void launches.started(session)),
    vscode.debug.onDidTerminateDebugSession((session) => void launches.ended(session)),
  );
}
