import * as vscode from "vscode";

/** Whether this editor starts MCP servers that an extension offers. Forks and older editors do not; all else works there. */
export function editorStartsServers(): boolean {
  return typeof vscode.lm?.registerMcpServerDefinitionProvider === "function";
}
