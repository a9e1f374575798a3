import { randomBytes } from "node:crypto";
import { join } from "node:path";
import * as vscode from "vscode";
import { ownKey } from "../../platform/ownKey";
import type { Log } from "../log";
import type { RouterWindow } from "../window/routerWindow";
import { definitionMark } from "./definitionMark";
import type { DetectedServer, DetectedServers } from "./detectedServers";
import { editorStartsServers } from "./editorStartsServers";
import { InputAnswers } from "./inputAnswers";
import { LaunchApprovals } from "./launchApprovals";
import { LaunchDocuments } from "./launchDocuments";
import { type LocalServer, localServers } from "./localServers";
import { serverEnvFile } from "./serverEnvFile";

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
  const documents = new LaunchDocuments();
  const key = approvalKey(window, log);
  const approvals = new LaunchApprovals(workspaceState, documents, key);
  const inputs = new InputAnswers(window.questions);
  const changes = new vscode.EventEmitter<void>();
  const sessions = new Map<string, string>();
  const closed = new AbortController();
  const isOffered = ({ key }: DetectedServer): boolean =>
    window.optIn.isGiven && window.servers.isRouted(key);

  const provide = (): vscode.McpServerDefinition[] => {
    const servers = localServers(detected.read());
    return servers.filter(isOffered).map(({ server, label }) => {
      // What the editor is told eagerly it keeps on disk: neither arguments nor environment, which may be secrets.
      const version = definitionMark(server, key());
      return new vscode.McpStdioServerDefinition(label, server.command, [], {}, version);
    });
  };

  const resolve = async (
    { label }: vscode.McpServerDefinition,
    token: vscode.CancellationToken,
  ): Promise<vscode.McpServerDefinition | undefined> => {
    const found = localServers(detected.read()).find((each) => each.label === label);
    if (found === undefined || !isOffered(found)) return undefined;
    const start = new AbortController();
    const look = (): void => {
      if (token.isCancellationRequested || !isOffered(found)) start.abort();
    };
    const watch = vscode.Disposable.from(
      token.onCancellationRequested(look),
      window.optIn.onDidChange(look),
      window.servers.onDidChange(look),
    );
    try {
      return await begin(found, AbortSignal.any([start.signal, closed.signal]));
    } finally {
      watch.dispose();
    }
  };

  const begin = async (
    found: LocalServer,
    left: AbortSignal,
  ): Promise<vscode.McpServerDefinition | undefined> => {
    // Read once: what starts is what the user agrees to.
    const fromFile = serverEnvFile(found.server, found, window.environment);
    const { startServer } = await import("./startServer");
    const started = await startServer(window, { found, fromFile, approvals, inputs, log, left });
    if (started === undefined) return undefined;
    if (left.aborted) {
      await started.session?.broker.close();
      return undefined;
    }
    // The editor does not tell when a server ends; its next start does.
    const before = sessions.get(found.key);
    if (before !== undefined) window.sessions.closeWhenIdle(before);
    if (started.session !== undefined) {
      sessions.set(found.key, started.session.id);
      window.sessions.add(started.session);
    }
    const result = new vscode.McpStdioServerDefinition(found.label, started.command, [...started.args], {
      ...started.env,
    });
    if (started.cwd !== undefined) result.cwd = vscode.Uri.file(started.cwd);
    return result;
  };

  return vscode.Disposable.from(
    changes,
    documents,
    new vscode.Disposable(() => closed.abort()),
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

/** Without a file that keeps it the user is asked again in each window. */
function approvalKey({ directories }: RouterWindow, log: Log): () => Buffer {
  let key: Buffer | undefined;
  return () => {
    try {
      key ??= ownKey(join(directories.state, "approvals.key"));
    } catch (error) {
      log.error("What you agree to is kept for this window only.", error);
    }
    key ??= randomBytes(32);
    return key;
  };
}
