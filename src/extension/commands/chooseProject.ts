import * as vscode from "vscode";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";

/** The project that a command is about: the only one, or the one that the user picks. */
export async function chooseProject({ projects, notices }: RouterWindow): Promise<Project | undefined> {
  if (projects.all.length === 0) {
    void notices.answer("noFolder", "Open a folder first: each project has its own settings.");
    return undefined;
  }
  if (projects.all.length === 1) return projects.all[0];
  const items = projects.all.map((project) => ({
    label: project.folder.name,
    description: project.configuration.mode,
    project,
  }));
  return (await vscode.window.showQuickPick(items, { title: "Secret Router: which folder?" }))?.project;
}
