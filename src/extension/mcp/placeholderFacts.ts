import { homedir } from "node:os";
import { sep } from "node:path";
import * as vscode from "vscode";
import type { PlaceholderFacts } from "../../mcp/expandPlaceholders";

/** What the editor itself would fill a server's placeholders with. */
export function placeholderFacts(
  environment: NodeJS.ProcessEnv,
  folder: vscode.WorkspaceFolder | undefined,
  answers: ReadonlyMap<string, string> = new Map(),
): PlaceholderFacts {
  const { workspaceFolders = [] } = vscode.workspace;
  return {
    workspaceFolder: folder?.uri.fsPath,
    folderNamed: (name) => workspaceFolders.find((each) => each.name === name)?.uri.fsPath,
    userHome: homedir(),
    pathSeparator: sep,
    environment,
    answers,
    setting: (id) => textOf(vscode.workspace.getConfiguration(undefined, folder ?? null).get<unknown>(id)),
    isToBeRead: false,
  };
}

function textOf(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}
