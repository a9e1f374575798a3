import { basename } from "node:path";
import * as vscode from "vscode";
import { RouterError } from "../../core/routerError";
import { openLocalStore } from "../../providers/local/localStore";
import { undoImport } from "../../providers/local/undoImport";
import type { RouterWindow } from "../window/routerWindow";
import { fileOfWorkspace } from "./fileOfWorkspace";
import { saveOpen } from "./saveOpen";

/** Lets the user choose among the files whose originals are sealed in the store. */
export async function undoImportOf(window: RouterWindow): Promise<void> {
  const { directories, passphrase } = window;
  const store = openLocalStore({ directories, passphrase: passphrase.ask });
  let paths: readonly string[];
  try {
    paths = await store.listOriginals();
  } finally {
    store.forget();
  }
  if (paths.length === 0) {
    void window.notices.answer(
      "nothingToUndo",
      "There is nothing to undo: no import has taken secrets out of a file.",
    );
    return;
  }
  const items = [...paths]
    .sort((first, second) => isOutside(first) - isOutside(second) || first.localeCompare(second))
    .map((path) => ({ label: basename(path), description: path, path }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Secret Router: undo an import",
    placeHolder: "Which file to put back as it was, byte for byte",
    matchOnDescription: true,
  });
  if (chosen !== undefined) await putFileBack(window, chosen.path);
}

/** What was stored stays stored. A file that was edited since is put back only after a question. */
export async function putFileBack(window: RouterWindow, path: string): Promise<void> {
  const { directories, audit, notices, passphrase } = window;
  // What is typed and not saved counts as an edit: the undo asks before it is lost, and keeps it sealed.
  await saveOpen(path);
  const store = openLocalStore({ directories, passphrase: passphrase.ask });
  try {
    const report = await undoImport(store, path, false).catch(async (error: unknown) => {
      if (!RouterError.is(error, "IMPORT_CHANGED")) throw error;
      return (await mayOverwrite(path)) ? undoImport(store, path, true) : undefined;
    });
    if (report === undefined) return;
    audit.record({ action: "import_undo", file: report.path });
    const { shown } = fileOfWorkspace(report.path);
    const words = {
      restored: `${shown} is as it was before the import.`,
      was_there_already: `${shown} was as before the import already.`,
      sealed_edits: `${shown} is as it was before the import; your edits are kept sealed, and another undo brings them back.`,
    } as const;
    void notices.tell("importUndone", `${words[report.how]} What was stored stays stored.`);
  } finally {
    store.forget();
  }
}

async function mayOverwrite(path: string): Promise<boolean> {
  const back = "Put It Back";
  const choice = await vscode.window.showWarningMessage(
    `${fileOfWorkspace(path).shown} was edited since it was imported. Put the original back?`,
    {
      modal: true,
      detail: "The file as it is now is kept sealed in your store, and another undo brings it back.",
    },
    back,
  );
  return choice === back;
}

/** Files of this workspace come first. */
function isOutside(path: string): 0 | 1 {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)) === undefined ? 1 : 0;
}
