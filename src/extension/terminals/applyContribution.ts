import type * as vscode from "vscode";
import type { Contribution } from "./terminalPlan";

type Folders = readonly vscode.WorkspaceFolder[];

const description = "Routes the secrets of Node programs started here. It holds no secret and no key.";

/**
 * Brings what the editor gives its terminals in line, and touches nothing that is right already: every change asks the
 * user to relaunch the terminals that are open.
 * @param isLocal the editor runs on the machine that its terminals are on.
 */
export function applyContribution(
  collection: vscode.GlobalEnvironmentVariableCollection,
  folders: Folders,
  { prepended, replaced, replacedIn }: Contribution,
  isLocal: boolean,
): void {
  // Kept by the editor, the values reach also the terminals that it opens before this extension runs, so that no window
  // begins with terminals to be relaunched. Elsewhere they are kept by a machine of another life than the preloader's:
  // in a container that was made anew each `node` would fail for want of it.
  if (collection.persistent !== isLocal) collection.persistent = isLocal;
  collection.description = description;
  applyTo(collection, prepended, replaced);
  for (const folder of folders) {
    const scoped = collection.getScoped({ workspaceFolder: folder });
    applyTo(scoped, {}, replacedIn.get(folder.uri.fsPath) ?? {});
  }
}

export function clearContribution(
  collection: vscode.GlobalEnvironmentVariableCollection,
  folders: Folders,
): void {
  for (const folder of folders) collection.getScoped({ workspaceFolder: folder }).clear();
  collection.clear();
}

function applyTo(
  collection: vscode.EnvironmentVariableCollection,
  prepended: Readonly<Record<string, string>>,
  replaced: Readonly<Record<string, string>>,
): void {
  const stale: string[] = [];
  for (const [variable] of collection)
    if (!(variable in prepended) && !(variable in replaced)) stale.push(variable);
  for (const variable of stale) collection.delete(variable);
  for (const [variable, value] of Object.entries(prepended))
    if (collection.get(variable)?.value !== value) collection.prepend(variable, value);
  for (const [variable, value] of Object.entries(replaced))
    if (collection.get(variable)?.value !== value) collection.replace(variable, value);
}
