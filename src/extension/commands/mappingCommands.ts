import { join } from "node:path";
import * as vscode from "vscode";
import { mapName, offsetOfMapping } from "../../core/editNames";
import { referenceOf } from "../../core/launchScope";
import { printReference } from "../../core/reference";
import { configurationFileName } from "../../platform/findConfiguration";
import { rewriteConfigurationFile } from "../../platform/rewriteConfigurationFile";
import { linkless } from "../linkless";
import { projectOf } from "../window/projectOf";
import type { RouterWindow } from "../window/routerWindow";
import { saveOpen } from "./saveOpen";

/** Shows the line that says where a secret lives, or offers to write one. */
export async function openMapping(
  window: RouterWindow,
  name: string | undefined,
  folder: string | undefined,
): Promise<void> {
  const project = projectOf(window, name, folder);
  if (name === undefined || project === undefined) return;
  const { path, configuration } = project;
  if (path !== undefined && configuration.secrets.has(name)) {
    await showMapping(path, name, project.environment);
    return;
  }
  const reference = printReference(referenceOf(name, configuration, project.name));
  const add = "Add a Mapping";
  const choice = await vscode.window.showInformationMessage(
    linkless(
      `${name} has no mapping of its own, so it lives at ${reference}. A line in secret-router.json can say otherwise.`,
    ),
    add,
  );
  if (choice !== add) return;
  const file = path ?? join(project.folder.uri.fsPath, configurationFileName);
  await saveOpen(file);
  rewriteConfigurationFile(file, (text) => mapName(text, name, reference));
  window.projects.refresh();
  await showMapping(file, name, undefined);
}

/** With the reference selected, which is what one would change. */
async function showMapping(file: string, name: string, environment: string | undefined): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const text = document.getText();
  const offset = offsetOfMapping(text, name, environment);
  if (offset === undefined) {
    await vscode.window.showTextDocument(document);
    return;
  }
  const value = /^"(?:[^"\\]|\\.)*"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text.slice(offset));
  const end = offset + (value?.[0].length ?? 0) - 1;
  const start = end - (value?.[1]?.length ?? 0);
  const range =
    value === null
      ? new vscode.Range(document.positionAt(offset), document.positionAt(offset))
      : new vscode.Range(document.positionAt(start), document.positionAt(end));
  await vscode.window.showTextDocument(document, { selection: range });
}
