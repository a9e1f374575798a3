import * as vscode from "vscode";

/** Which button a user presses at a message; undefined closes it. */
export type Answer = (message: string, buttons: readonly string[]) => string | undefined;

const kinds = ["showInformationMessage", "showWarningMessage", "showErrorMessage"] as const;

/** Answers in the user's place while the work goes on, for no code can press a button. Gives what was said. */
export async function answeringMessages(
  answer: Answer,
  work: () => Promise<void>,
): Promise<readonly string[]> {
  const said: string[] = [];
  const show = async (message: string, ...others: readonly unknown[]): Promise<string | undefined> => {
    said.push(message);
    return answer(
      message,
      others.filter((other) => typeof other === "string"),
    );
  };
  const own = kinds.map((kind) => [kind, vscode.window[kind]] as const);
  Object.assign(vscode.window, Object.fromEntries(kinds.map((kind) => [kind, show])));
  try {
    await work();
  } finally {
    Object.assign(vscode.window, Object.fromEntries(own));
  }
  return said;
}
