import * as vscode from "vscode";
import { commandIds } from "../contributions";
import type { RouterWindow } from "../window/routerWindow";
import { readStatusBarFacts } from "./readStatusBarFacts";
import { type StatusBarState, statusBarState } from "./statusBarState";

// Left, where the editor wants what concerns the workspace, behind the branch and the problems.
const priority = 5;
const lookMs = 1_000;

/** The one item of the status bar: mode, canary, warnings, and the kill switch at one click. */
export function createStatusBar(window: RouterWindow): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("secretRouter", vscode.StatusBarAlignment.Left, priority);
  item.name = "Secret Router";
  let shown = "";
  const update = (): void => {
    const state = statusBarState(readStatusBarFacts(window));
    const text = JSON.stringify(state);
    if (text === shown) return;
    shown = text;
    apply(item, state);
  };
  update();
  item.show();
  // What programs do is counted by their brokers; only while some run is there anything to look at.
  const look = setInterval(() => window.sessions.routed.length > 0 && update(), lookMs);
  return vscode.Disposable.from(
    item,
    window.optIn.onDidChange(update),
    window.projects.onDidChange(update),
    window.control.onDidChange(update),
    window.sessions.onDidChange(update),
    window.vaults.onDidChange(update),
    { dispose: () => clearInterval(look) },
  );
}

function apply(item: vscode.StatusBarItem, state: StatusBarState): void {
  item.text = state.text;
  item.command = state.command;
  item.accessibilityInformation = { label: state.accessibleName, role: "button" };
  const tooltip = new vscode.MarkdownString(state.tooltip, true);
  tooltip.isTrusted = { enabledCommands: commandIds };
  item.tooltip = tooltip;
  item.backgroundColor =
    state.background === undefined
      ? undefined
      : new vscode.ThemeColor(`statusBarItem.${state.background}Background`);
}
