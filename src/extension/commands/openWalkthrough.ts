import * as vscode from "vscode";

/** As the editor names it: the extension and the walkthrough's id in the manifest. */
const walkthroughId = "secret-router.secret-router#secretRouter.begin";

export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", walkthroughId, false);
}
