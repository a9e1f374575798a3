import * as vscode from "vscode";
import { registerCommands } from "./commands/registerCommands";
import { registerDebugProvider } from "./launches/registerDebugProvider";
import { createLog } from "./log";
import { LazyWindow } from "./window/lazyWindow";

// The editor passes nothing to `deactivate`, so what it has to end is kept here.
let running: LazyWindow | undefined;

/**
 * The editor waits for this, so it only registers; what it registers loads the rest when it is used, and `LazyWindow`
 * soon after. In an untrusted workspace nothing is loaded and nothing is read.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const window = new LazyWindow(context, log);
  running = window;
  context.subscriptions.push(
    log,
    window,
    registerCommands(window, log),
    registerDebugProvider(window, log),
    vscode.workspace.onDidGrantWorkspaceTrust(() => window.startSoon()),
  );
  if (vscode.workspace.isTrusted) window.startSoon();
  else {
    // The editor may have kept what terminals were given when the workspace was trusted.
    context.environmentVariableCollection.clear();
    log.info("This workspace is not trusted: nothing of it is read and nothing is routed.");
  }
}

/** The editor waits a few seconds for this at its end: sessions are removed now rather than found stale later. */
export async function deactivate(): Promise<void> {
  await running?.close();
}
