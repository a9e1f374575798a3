import * as vscode from "vscode";
import { canBeRouted } from "../mcp/canBeRouted";
import type { DetectedServer } from "../mcp/detectedServers";
import { editorStartsServers } from "../mcp/editorStartsServers";
import type { RouterWindow } from "../window/routerWindow";

/** Offers a server routed again that was left out. */
export async function routeServer(window: RouterWindow, key: string | undefined): Promise<void> {
  const found = await chosen(window, key, false);
  if (found === undefined) return;
  await window.servers.set(found.key, true);
  const list = "List Servers";
  const choice = await window.notices.tell(
    "serverRouted",
    `"${found.server.name}" is offered beside the original again, marked (routed). Stop the original before you start it.`,
    list,
  );
  if (choice === list) await vscode.commands.executeCommand("workbench.mcp.listServer");
}

/** Leaves a server out of routing; what runs of it goes back to its plain environment. */
export async function unrouteServer(window: RouterWindow, key: string | undefined): Promise<void> {
  const found = await chosen(window, key, true);
  if (found === undefined) return;
  const { servers, sessions } = window;
  await servers.set(found.key, false);
  const running = sessions.routed.filter(({ serverKey }) => serverKey === found.key);
  await Promise.all(running.map(({ id }) => sessions.close(id)));
  const undo = "Undo";
  const choice = await window.notices.tell(
    "serverUnrouted",
    `"${found.server.name}" is no longer offered routed in this workspace. The editor starts it as its file says.`,
    undo,
  );
  if (choice === undo) await servers.set(found.key, true);
}

/** The server of a row, or one that the user picks among those for which there is something to choose. */
async function chosen(
  window: RouterWindow,
  key: string | undefined,
  isRouted: boolean,
): Promise<DetectedServer | undefined> {
  const { detected, servers, notices } = window;
  if (key !== undefined) return ofRow(window, key);
  if (!editorStartsServers()) {
    void notices.answer("noServers", "This editor starts no MCP servers for extensions.");
    return undefined;
  }
  const local = detected.all.filter(({ server }) => canBeRouted(server));
  const candidates = local.filter((each) => servers.isRouted(each.key) === isRouted);
  if (candidates.length === 0) {
    void notices.answer("noServers", whyNone(detected.all, local.length, isRouted));
    return undefined;
  }
  const items = candidates.map((found) => ({
    label: found.server.name,
    description: vscode.workspace.asRelativePath(found.path),
    detail: found.names.join(", "),
    found,
  }));
  const title = isRouted ? "Secret Router: unroute a server" : "Secret Router: route a server";
  const placeHolder = isRouted
    ? "Which server to leave to the editor, in this workspace"
    : "Which server to offer routed, in this workspace";
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.found;
}

/** A sandboxed server's row has no such action, but whoever runs the command by its id may name any. */
function ofRow({ detected, notices }: RouterWindow, key: string): DetectedServer | undefined {
  const found = detected.all.find((each) => each.key === key);
  if (found === undefined || !asksForSandbox(found)) return found;
  void notices.answer("serverSandboxed", `"${found.server.name}" ${noSandbox}`);
  return undefined;
}

function asksForSandbox({ server }: DetectedServer): boolean {
  return server.kind === "stdio" && server.isSandboxed;
}

const noSandbox = "asks for a sandbox (sandboxEnabled), which it would lose if it were routed.";

function whyNone(all: readonly DetectedServer[], local: number, isRouted: boolean): string {
  if (local === 0 && all.some(asksForSandbox))
    return `No MCP server was found that can be routed. One that ${noSandbox}`;
  if (local === 0)
    return "No MCP server that runs on this machine was found in this workspace or your own settings.";
  return isRouted
    ? "No MCP server is routed in this workspace."
    : "Every MCP server of this workspace is routed already.";
}
