import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { referenceOf } from "../../core/launchScope";
import type { Log } from "../log";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import type { DetectedServer, DetectedServers } from "./detectedServers";
import { editorStartsServers } from "./editorStartsServers";
import { isWrapped } from "./isWrapped";
import { LaunchApprovals } from "./launchApprovals";

export const mcpProviderId = "secretRouter.servers";

/** Offers each server that this editor knows as a routed one; the original stays as it is. */
export function registerMcpProvider(
  window: RouterWindow,
  detected: DetectedServers,
  workspaceState: vscode.Memento,
  log: Log,
): vscode.Disposable {
  if (!editorStartsServers()) {
    log.info("This editor starts no MCP servers for extensions.");
    return vscode.Disposable.from();
  }
  const approvals = new LaunchApprovals(workspaceState);
  const changes = new vscode.EventEmitter<void>();
  const offered = new WeakMap<vscode.McpServerDefinition, string>();
  const sessions = new Map<string, string>();

  const provide = (): vscode.McpServerDefinition[] => {
    if (!window.optIn.isGiven) return [];
    const all = detected.read();
    return all.flatMap((each) => {
      if (!window.servers.isRouted(each.key)) return [];
      const definition = definitionOf(each, labelOf(each, all));
      if (definition === undefined) return [];
      offered.set(definition, each.key);
      return [definition];
    });
  };

  const resolve = async (
    definition: vscode.McpServerDefinition,
  ): Promise<vscode.McpServerDefinition | undefined> => {
    const all = detected.read();
    const found =
      all.find(({ key }) => key === offered.get(definition)) ??
      all.find((each) => labelOf(each, all) === definition.label);
    const project = window.projects.of(found?.folder);
    if (found === undefined || found.server.kind !== "stdio" || project === undefined) return undefined;
    if (!window.optIn.isGiven || !window.servers.isRouted(found.key)) return undefined;
    if (!(await approvals.isGiven(found.key, found.server))) return undefined;
    const { routeServer } = await import("./routeServer");
    const routed = await routeServer(window, project, found);
    if (routed === undefined) {
      void window.notices.warn(
        "serverAsksForInput",
        `"${found.server.name}" cannot start routed: its command line holds a part that only the editor can ask you for, such as an input. Start the original, or write that part out.`,
      );
      return undefined;
    }
    // The editor does not tell when a server ends; its next start does.
    const before = sessions.get(found.key);
    if (before !== undefined) window.sessions.closeWhenIdle(before);
    sessions.set(found.key, routed.session.id);
    window.sessions.add(routed.session);
    log.info("A server starts routed.", { server: found.server.name });
    const lacking = routed.leftOut.filter((name) => !comesFromVault(name, project, window));
    if (lacking.length > 0) {
      void window.notices.warn(
        "serverLacksVariables",
        `"${found.server.name}" starts without ${lacking.join(" and ")}: the editor asks you for it at a start of the original only. Store it, and switch to vault mode.`,
      );
    }
    const result = new vscode.McpStdioServerDefinition(definition.label, routed.command, [...routed.args], {
      ...routed.env,
    });
    if (routed.cwd !== undefined) result.cwd = vscode.Uri.file(routed.cwd);
    return result;
  };

  return vscode.Disposable.from(
    changes,
    detected.onDidChange(() => changes.fire()),
    window.optIn.onDidChange(() => changes.fire()),
    window.servers.onDidChange(() => changes.fire()),
    vscode.lm.registerMcpServerDefinitionProvider(mcpProviderId, {
      onDidChangeMcpServerDefinitions: changes.event,
      provideMcpServerDefinitions: provide,
      resolveMcpServerDefinition: resolve,
    }),
  );
}

/** Whether a server that is left without a variable reads it all the same. */
function comesFromVault(
  name: string,
  { configuration, name: own }: Project,
  { stored }: RouterWindow,
): boolean {
  const { provider, path } = referenceOf(name, configuration, own);
  return configuration.mode === "vault" && (provider !== "local" || stored.current.has(path));
}

/** Without its environment: what the editor is told eagerly it keeps on disk. */
function definitionOf(
  { server }: DetectedServer,
  label: string,
): vscode.McpStdioServerDefinition | undefined {
  if (server.kind !== "stdio" || isWrapped(server)) return undefined;
  return new vscode.McpStdioServerDefinition(label, server.command, [...server.args]);
}

/** The editor tells servers apart by it, so those of one name say their file. */
function labelOf({ key, path, server, folder }: DetectedServer, all: readonly DetectedServer[]): string {
  const place = folder === undefined ? ", user" : "";
  const base = `${server.name} (routed${place})`;
  const isShared = all.some(
    (other) =>
      other.key !== key &&
      other.server.name === server.name &&
      (other.folder === undefined) === (folder === undefined),
  );
  return isShared ? `${server.name} (routed, ${join(basename(dirname(path)), basename(path))})` : base;
}
