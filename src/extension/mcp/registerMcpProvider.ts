import * as vscode from "vscode";
import type { Log } from "../log";
import type { RouterWindow } from "../window/routerWindow";
import type { DetectedServer, DetectedServers } from "./detectedServers";
import { LaunchApprovals } from "./launchApprovals";

export const mcpProviderId = "secretRouter.servers";

/** Offers each server that this editor knows as a routed one; the original stays as it is. */
export function registerMcpProvider(
  window: RouterWindow,
  detected: DetectedServers,
  workspaceState: vscode.Memento,
  log: Log,
): vscode.Disposable {
  // Forks and older editors lack it; all else works there.
  if (typeof vscode.lm?.registerMcpServerDefinitionProvider !== "function") {
    log.info("This editor starts no MCP servers for extensions.");
    return vscode.Disposable.from();
  }
  const approvals = new LaunchApprovals(workspaceState);
  const changes = new vscode.EventEmitter<void>();
  const offered = new WeakMap<vscode.McpServerDefinition, string>();
  const sessions = new Map<string, string>();

  const provide = (): vscode.McpServerDefinition[] => {
    if (!window.optIn.isGiven) return [];
    return detected.all.flatMap((each) => {
      const definition = definitionOf(each);
      if (definition === undefined) return [];
      offered.set(definition, each.key);
      return [definition];
    });
  };

  const resolve = async (
    definition: vscode.McpServerDefinition,
  ): Promise<vscode.McpServerDefinition | undefined> => {
    const found = detected.all.find(
      (each) => each.key === offered.get(definition) || labelOf(each) === definition.label,
    );
    const project = window.projects.of(found?.folder);
    if (found === undefined || found.server.kind !== "stdio" || project === undefined) return undefined;
    if (!window.optIn.isGiven || !(await approvals.isGiven(found.key, found.server))) return undefined;
    const { routeServer } = await import("./routeServer");
    const routed = await routeServer(window, project, found);
    if (routed === undefined) {
      void vscode.window.showWarningMessage(
        `The server "${found.server.name}" asks for a part of its command line, which only the editor can fill in. Start the original.`,
      );
      return undefined;
    }
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
    vscode.lm.registerMcpServerDefinitionProvider(mcpProviderId, {
      onDidChangeMcpServerDefinitions: changes.event,
      provideMcpServerDefinitions: provide,
      resolveMcpServerDefinition: resolve,
    }),
  );
}

/** Without its environment: what the editor is told eagerly it keeps on disk. */
function definitionOf(detected: DetectedServer): vscode.McpStdioServerDefinition | undefined {
  const { server } = detected;
  if (server.kind !== "stdio" || /(^|[\\/])secret-router(\.\w+)?$/.test(server.command)) return undefined;
  return new vscode.McpStdioServerDefinition(labelOf(detected), server.command, [...server.args]);
}

function labelOf({ server, folder }: DetectedServer): string {
  return folder === undefined ? `${server.name} (routed, user)` : `${server.name} (routed)`;
}
