import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import type { Log } from "../log";
import type { RouterWindow } from "../window/routerWindow";
import type { DetectedServer, DetectedServers } from "./detectedServers";
import { editorStartsServers } from "./editorStartsServers";
import { InputAnswers } from "./inputAnswers";
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
  const inputs = new InputAnswers();
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
    const { startServer } = await import("./startServer");
    const routed = await startServer(window, project, found, inputs);
    if (routed === undefined) return undefined;
    // The editor does not tell when a server ends; its next start does.
    const before = sessions.get(found.key);
    if (before !== undefined) window.sessions.closeWhenIdle(before);
    sessions.set(found.key, routed.session.id);
    window.sessions.add(routed.session);
    log.info("A server starts routed.", { server: found.server.name });
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
