import * as vscode from "vscode";
import { configurationFileName, configurationFolders } from "../../platform/findConfiguration";
import type { Log } from "../log";
import type { Notices } from "../notices";
import type { ChosenEnvironments } from "./chosenEnvironments";
import { type Project, readProject } from "./readProject";

/** The folders of this workspace with their configurations, which are followed. */
export class Projects implements vscode.Disposable {
  readonly #log: Log;
  readonly #environments: ChosenEnvironments;
  readonly #notices: Notices;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly #folders: vscode.Disposable;
  #watchers: readonly vscode.Disposable[] = [];
  #watched = "";
  #projects: readonly Project[] = [];

  constructor(log: Log, environments: ChosenEnvironments, notices: Notices) {
    this.#log = log;
    this.#environments = environments;
    this.#notices = notices;
    this.#read();
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh());
  }

  get all(): readonly Project[] {
    return this.#projects;
  }

  /** The project of a folder, or the first one for what belongs to no folder. */
  of(folder: vscode.WorkspaceFolder | undefined): Project | undefined {
    const own = this.#projects.find((project) => project.folder.uri.toString() === folder?.uri.toString());
    return own ?? this.#projects[0];
  }

  /** Reads everything anew. */
  refresh(): void {
    this.#read();
    this.#changes.fire();
  }

  dispose(): void {
    for (const watcher of [...this.#watchers, this.#folders, this.#changes]) watcher.dispose();
  }

  #read(): void {
    const before = this.#projects;
    const local = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    this.#projects = local.map((folder) => {
      const known = before.find((project) => project.folder.uri.toString() === folder.uri.toString());
      const project = readProject(folder, known, this.#environments.of(folder), this.#log);
      if (project.problem !== undefined && project.problem.message !== known?.problem?.message)
        this.#log.error("The configuration is not in force.", project.problem);
      if (project.missing !== undefined && project.missing !== known?.missing)
        void tellEnvironmentMissing(project, project.missing, this.#notices);
      return project;
    });
    this.#watch();
  }

  /** The file may be replaced, removed or made: the folders where it may lie are watched, not the file. */
  #watch(): void {
    const places = new Set(this.#projects.flatMap(({ folder }) => configurationFolders(folder.uri.fsPath)));
    const watched = [...places].join("\n");
    if (watched === this.#watched) return;
    this.#watched = watched;
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = [...places].map((place) => {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(place), configurationFileName);
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const refresh = (): void => this.refresh();
      return vscode.Disposable.from(
        watcher,
        watcher.onDidChange(refresh),
        watcher.onDidCreate(refresh),
        watcher.onDidDelete(refresh),
      );
    });
  }
}

/** Once for each time that it goes: what holds now may be another vault, so it is said and not only shown. */
async function tellEnvironmentMissing({ folder }: Project, name: string, notices: Notices): Promise<void> {
  const select = "Select Environment…";
  const message = `secret-router.json of "${folder.name}" has no environment "${name}" any more. Its settings without an environment hold.`;
  if ((await notices.warn("environmentMissing", message, select)) !== select) return;
  await vscode.commands.executeCommand("secretRouter.selectEnvironment", { subject: folder.uri.toString() });
}
