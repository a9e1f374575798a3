import * as vscode from "vscode";
import type { TerminalChoice } from "./terminalChoice";

/** Asks whether this workspace's terminals are to be routed. Closed without an answer, the next window asks again. */
export async function askForTerminals(choice: TerminalChoice): Promise<void> {
  const route = "Route Terminals";
  const never = "Don't Show Again";
  const answer = await vscode.window.showInformationMessage(
    "Secret Router can also route the Node programs that you start in this workspace's terminals and tasks. It reaches terminals that you open from then on.",
    route,
    "Not Now",
    never,
  );
  if (answer === route) await choice.set("on");
  if (answer === never) await choice.set("off");
}
