import * as vscode from "vscode";
import { SecretValue } from "../core/secretValue";

/** Asks for the passphrase of the embedded store's key; undefined when the user gives up. */
export async function askPassphrase(attempt: number): Promise<SecretValue | undefined> {
  const text = await vscode.window.showInputBox({
    title: "Secret Router: open the store",
    prompt: attempt === 1 ? "The passphrase of your store" : "That was not it. The passphrase of your store",
    password: true,
    ignoreFocusOut: true,
  });
  return text === undefined ? undefined : new SecretValue(text);
}
