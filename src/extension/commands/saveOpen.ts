import * as vscode from "vscode";

/** What the user has typed but not saved would otherwise stand against what is written to the file. */
export async function saveOpen(file: string): Promise<void> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file);
  if (document?.isDirty === true) await document.save();
}
