import * as vscode from "vscode";
import { SecretValue } from "../core/secretValue";
import { cancellationOf } from "./cancellationOf";

/** Asks for the passphrase of the embedded store's key; undefined when the user gives up, or the signal says so. */
export async function askPassphrase(attempt: number, left: AbortSignal): Promise<SecretValue | undefined> {
  const options: vscode.InputBoxOptions = {
    title: "Secret Router: open the store",
    prompt: attempt === 1 ? "The passphrase of your store" : "That was not it. The passphrase of your store",
    password: true,
    ignoreFocusOut: true,
  };
  const text = await vscode.window.showInputBox(options, cancellationOf(left));
  return text === undefined ? undefined : new SecretValue(text);
}
