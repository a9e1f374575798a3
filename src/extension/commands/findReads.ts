import * as vscode from "vscode";
import { readPattern } from "./readPattern";

/** Nothing is known of the code yet, so this is the editor's own search, and says so by showing it. */
export async function findReads(name: string | undefined): Promise<void> {
  if (name === undefined) return;
  await vscode.commands.executeCommand("workbench.action.findInFiles", {
    query: readPattern(name),
    isRegex: true,
    isCaseSensitive: true,
    matchWholeWord: false,
    triggerSearch: true,
  });
}
