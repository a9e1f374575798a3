import * as vscode from "vscode";
import { createLog } from "./log";

/** The editor calls this; everything but the log waits for trust and is loaded by `start`. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  context.subscriptions.push(log);
  log.info("Activated", { trusted: vscode.workspace.isTrusted });
}
