import { join } from "node:path";
import * as vscode from "vscode";
import { switchModeOf } from "../../broker/switchMode";
import { type Mode, modes } from "../../contract/mode";
import { configurationKeys } from "../../core/configurationKeys";
import { editConfigurationFile } from "../../platform/editConfigurationFile";
import { configurationFileName } from "../../platform/findConfiguration";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { chooseProject } from "./chooseProject";
import { saveOpen } from "./saveOpen";

export async function chooseMode(window: RouterWindow): Promise<void> {
  const project = await chooseProject(window);
  if (project === undefined) return;
  const { mode: current, canaryPercent } = project.configuration;
  const { hints } = configurationKeys.mode.shape;
  const inForce = modesInForce(window, project);
  const items = modes.map((mode, index) => ({
    mode,
    label: mode === current ? `$(check) ${mode}` : mode,
    description: inForce.has(mode) ? "in force" : mode === current ? "configured" : "",
    detail: hints[index] ?? "",
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Secret Router: switch mode",
    placeHolder: "Running programs follow at once",
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const canary = chosen.mode === "dual" ? await askCanary(canaryPercent) : canaryPercent;
  if (canary !== undefined) await apply(window, project, chosen.mode, canary);
}

/** Of what runs, which may have been switched from elsewhere; where nothing does, of what starts next. */
function modesInForce({ sessions }: RouterWindow, { folder, configuration }: Project): ReadonlySet<Mode> {
  const running = sessions.routed.filter(({ project }) => project.folder.uri.fsPath === folder.uri.fsPath);
  if (running.length === 0) return new Set([configuration.mode]);
  return new Set(running.map(({ broker }) => broker.status().mode));
}

export async function chooseCanary(window: RouterWindow): Promise<void> {
  const project = await chooseProject(window);
  if (project === undefined) return;
  const { mode, canaryPercent } = project.configuration;
  const canary = await askCanary(canaryPercent);
  if (canary === undefined) return;
  await apply(window, project, mode, canary);
  if (mode === "dual") return;
  const change = "Switch to Dual Mode";
  const choice = await window.notices.tell(
    "canaryInOtherMode",
    `The canary counts in dual mode only; the mode is ${mode}.`,
    change,
  );
  if (choice === change) await apply(window, project, "dual", canary);
}

/** The file says what holds from now on; the switch reaches what runs by it, in every window and terminal. */
async function apply(window: RouterWindow, asked: Project, mode: Mode, canary: number): Promise<void> {
  const { directories, audit, control, projects } = window;
  const asUri = asked.folder.uri.toString();
  await saveOpen(asked.path ?? join(asked.folder.uri.fsPath, configurationFileName));
  // While its user was asked, the file may have been changed, or have come to be.
  projects.refresh();
  const project = projects.all.find(({ folder }) => folder.uri.toString() === asUri) ?? asked;
  const { path, folder, configuration, environment = null } = project;
  const changes = new Map<string, string | number>([["mode", mode]]);
  if (canary !== configuration.canaryPercent) changes.set("canary_percent", canary);
  const file = path ?? join(folder.uri.fsPath, configurationFileName);
  const { ofFile, ofEnvironment } = byPlace(changes, project);
  if (ofFile.size > 0) editConfigurationFile(file, ofFile);
  if (ofEnvironment.size > 0) editConfigurationFile(file, ofEnvironment, project.environment);
  projects.refresh();
  await switchModeOf({ configuration: file, environment }, { directories, audit, mode, canary });
  control.refresh();
}

/** What the chosen environment sets itself is changed there: above it, it would have no effect. */
function byPlace(changes: ReadonlyMap<string, string | number>, { environment, overlays }: Project) {
  const overlay = environment === undefined ? undefined : overlays.get(environment);
  const isOfOverlay = (key: string): boolean => overlay !== undefined && Object.hasOwn(overlay, key);
  return {
    ofFile: new Map([...changes].filter(([key]) => !isOfOverlay(key))),
    ofEnvironment: new Map([...changes].filter(([key]) => isOfOverlay(key))),
  };
}

async function askCanary(current: number): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: "Secret Router: canary",
    prompt: "Percentage of the reads that are served from the vault in dual mode, 0 to 100",
    value: String(current),
    // It follows a choice, which would be lost when something else takes the focus.
    ignoreFocusOut: true,
    validateInput: (input) => (parsePercent(input) === undefined ? "A number from 0 to 100" : undefined),
  });
  return text === undefined ? undefined : parsePercent(text);
}

function parsePercent(input: string): number | undefined {
  const text = input.replace(/\s*%$/, "").trim();
  const percent = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return percent >= 0 && percent <= 100 ? percent : undefined;
}
