import { basename } from "node:path";
import * as vscode from "vscode";
import { isEnvFileName } from "../../core/envFileName";
import type { RouterWindow } from "../window/routerWindow";

const maxFiles = 200;
const skipped = "**/{node_modules,.git,dist,build,out}/**";

/** A `.env` file of the workspace, or any other that the user picks. */
export async function chooseEnvFile({ projects }: RouterWindow): Promise<string | undefined> {
  const found = await vscode.workspace.findFiles("**/.env*", skipped, maxFiles);
  const files = found
    .filter(({ scheme, fsPath }) => scheme === "file" && isEnvFileName(basename(fsPath)))
    .sort((first, second) => first.fsPath.length - second.fsPath.length);
  const other = "$(folder-opened) Choose a File…";
  const items: (vscode.QuickPickItem & { readonly path?: string })[] = [
    ...files.map(({ fsPath }) => ({
      label: `$(file) ${vscode.workspace.asRelativePath(fsPath)}`,
      path: fsPath,
    })),
    { label: other, description: "with lines like NAME=VALUE", alwaysShow: true },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Secret Router: import from .env",
    placeHolder: files.length === 0 ? "There is no .env file in this workspace" : "Which file to import from",
  });
  if (chosen === undefined || chosen.path !== undefined) return chosen?.path;
  const folder = projects.all[0]?.folder.uri;
  const picked = await vscode.window.showOpenDialog({
    title: "Import secrets from",
    openLabel: "Choose",
    canSelectMany: false,
    ...(folder === undefined ? {} : { defaultUri: folder }),
  });
  return picked?.[0]?.fsPath;
}
