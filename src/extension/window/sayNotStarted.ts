import * as vscode from "vscode";
import type { Log } from "../log";

/** What has failed at a start stays so until the next one. Said twice, the editor shows it once. */
export async function sayNotStarted(log: Log): Promise<void> {
  const reload = "Reload Window";
  const show = "Show Log";
  const choice = await vscode.window.showErrorMessage(
    "Secret Router could not start. Its log says why.",
    reload,
    show,
  );
  if (choice === reload) await vscode.commands.executeCommand("workbench.action.reloadWindow");
  if (choice === show) log.show();
}
