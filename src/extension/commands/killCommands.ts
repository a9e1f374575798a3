import * as vscode from "vscode";
import { liftKillSwitch, type SessionResult, throwKillSwitch } from "../../broker/killSwitch";
import { linkless } from "../linkless";
import type { RouterWindow } from "../window/routerWindow";

/** One click, no question: whoever throws it is in a hurry. */
export async function kill({ directories, audit, control }: RouterWindow): Promise<void> {
  try {
    const results = await throwKillSwitch({ directories, audit, reason: "by the user, in the editor" });
    const failed = results.filter(({ result }) => result === "failed");
    if (failed.length > 0) void vscode.window.showErrorMessage(linkless(notReached(failed)));
  } finally {
    control.refresh();
  }
}

export async function resume({ directories, audit, control }: RouterWindow): Promise<void> {
  const lift = "Lift the Kill Switch";
  const choice = await vscode.window.showWarningMessage(
    "Lift the kill switch?",
    { modal: true, detail: "All your programs are routed again, in the mode that they were in." },
    lift,
  );
  if (choice !== lift) return;
  try {
    await liftKillSwitch({ directories, audit });
  } finally {
    control.refresh();
  }
}

function notReached(failed: readonly SessionResult[]): string {
  const names = failed.map(({ session: { command, pid } }) => `${command} (${pid})`).join(", ");
  return `The kill switch is thrown, but these may go on with what they have: ${names}. End them yourself.`;
}
