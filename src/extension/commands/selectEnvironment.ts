import * as vscode from "vscode";
import { describeOverlay } from "../../core/environmentInForce";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { chooseProject } from "./chooseProject";

/**
 * Lays one of the configuration's environments over it, for this workspace; running sessions follow.
 * @param given the folder of a row of the tree.
 */
export async function selectEnvironment(window: RouterWindow, given: string | undefined): Promise<void> {
  const { projects, environments } = window;
  const project =
    projects.all.find(({ folder }) => folder.uri.toString() === given) ?? (await chooseProject(window));
  if (project === undefined) return;
  if (project.overlays.size === 0) {
    await tellThereIsNone(window, project);
    return;
  }
  const chosen = await vscode.window.showQuickPick(itemsOf(project), {
    title: "Secret Router: select environment",
    placeHolder: "Running programs follow at once",
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  await environments.choose(project.folder, chosen.environment);
  projects.refresh();
}

interface EnvironmentItem extends vscode.QuickPickItem {
  readonly environment: string | undefined;
}

function itemsOf({ overlays, environment }: Project): readonly EnvironmentItem[] {
  const item = (name: string | undefined, label: string, detail: string): EnvironmentItem => ({
    environment: name,
    label: name === environment ? `$(check) ${label}` : label,
    description: name === environment ? "in force" : "",
    detail,
  });
  return [
    item(undefined, "None", "the file as it is, without an environment"),
    ...[...overlays].map(([name, overlay]) => item(name, name, describeOverlay(overlay))),
  ];
}

async function tellThereIsNone({ notices }: RouterWindow, { path }: Project): Promise<void> {
  const open = "Open secret-router.json";
  const message =
    'This project has no environments. They stand in secret-router.json: "environments": { "staging": { … } }.';
  const choice = await notices.answer("noEnvironments", message, ...(path === undefined ? [] : [open]));
  if (choice === open && path !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(path));
}
