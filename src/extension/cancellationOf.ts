import * as vscode from "vscode";

/** A signal as the editor's questions know it: they close once it says so. */
export function cancellationOf(signal: AbortSignal): vscode.CancellationToken {
  const source = new vscode.CancellationTokenSource();
  if (signal.aborted) source.cancel();
  else signal.addEventListener("abort", () => source.cancel(), { once: true });
  return source.token;
}
