import * as vscode from "vscode";

type Question = "showQuickPick" | "showWarningMessage";

/** Runs a command and answers its question in a person's place: an editor under test shows its dialogs to nobody. */
export async function answering(
  command: string,
  question: Question,
  answer: (asked: readonly unknown[]) => unknown,
): Promise<void> {
  const original = vscode.window[question];
  let isAsked = false;
  const reply = async (...asked: readonly unknown[]): Promise<unknown> => {
    isAsked = true;
    return answer(asked);
  };
  Object.assign(vscode.window, { [question]: reply });
  try {
    await vscode.commands.executeCommand(command);
  } finally {
    Object.assign(vscode.window, { [question]: original });
  }
  if (!isAsked) throw new Error(`${command} did not ask.`);
}
