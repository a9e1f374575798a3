import * as vscode from "vscode";

/** A file as the editor has it open, and not its older version beside a comparison. */
export function openDocument(file: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "file" && uri.fsPath === file);
}
