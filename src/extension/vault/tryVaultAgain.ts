import * as vscode from "vscode";
import { refresh } from "../commands/refresh";
import type { RouterWindow } from "../window/routerWindow";

/** Asks the vaults again, and has what runs read again once they answer. */
export async function tryVaultAgain(window: RouterWindow): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: "secretRouter.overview" } }, () =>
    window.vaults.look(),
  );
  const bad = window.vaults.all.filter(({ standing }) => standing !== "connected");
  if (bad.length === 0) await refresh(window, []);
  else vscode.window.setStatusBarMessage(bad.map(({ sentence }) => sentence).join(" "), 8_000);
}
