import { basename } from "node:path";
import * as vscode from "vscode";
import { isEnvFileName } from "../../core/envFileName";
import type { RouterWindow } from "../window/routerWindow";
import { fileOfWorkspace } from "./fileOfWorkspace";

const maxFiles = 200;
const skipped = "**/{node_modules,.git,dist,build,out}/**";

/** A `.env` file of the workspace, or any other that the user picks. */
export async function chooseEnvFile({ projects }: RouterWindow): Promise<string | undefined> {
  const files = (await findFiles(projects))
    .filter(({ scheme, fsPath }) => scheme === "file" && isEnvFileName(basename(fsPath)))
    .sort((first, second) => first.fsPath.length - second.fsPath.length);
  const other = "$(folder-opened) Choose a File…";
  const items: (vscode.QuickPickItem & { readonly path?: string })[] = [
    ...files.map(({ fsPath }) => ({
      label: `$(file) ${vscode.workspace.asRelativePath(fsPath)}`,
      ...whereItLeads(fsPath),
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

function whereItLeads(path: string): Pick<vscode.QuickPickItem, "description"> {
  try {
    const { isElsewhere, shown } = fileOfWorkspace(path);
    return isElsewhere ? { description: `a link to ${shown}` } : {};
  } catch {
    // Whoever chooses it is told why.
    return {};
  }
}

/** An editor may lack the program that it searches with; then those beside the configuration are enough. */
async function findFiles(projects: RouterWindow["projects"]): Promise<readonly vscode.Uri[]> {
  try {
    return await vscode.workspace.findFiles("**/.env*", skipped, maxFiles);
  } catch {
    const folders = projects.all.map(({ folder }) => folder.uri);
    const lists = await Promise.all(folders.map(filesIn));
    return lists.flat();
  }
}

async function filesIn(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries
      .filter(([, type]) => (type & vscode.FileType.File) !== 0)
      .map(([name]) => vscode.Uri.joinPath(folder, name));
  } catch {
    return [];
  }
}
