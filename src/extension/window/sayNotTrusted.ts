import * as vscode from "vscode";

/** Why a command does nothing. Nothing of ours is loaded there that could know what is silenced. */
export async function sayNotTrusted(): Promise<void> {
  const manage = "Manage Workspace Trust";
  const choice = await vscode.window.showWarningMessage(
    "Secret Router does nothing in a workspace that you do not trust.",
    manage,
  );
  if (choice === manage) await vscode.commands.executeCommand("workbench.trust.manage");
}
