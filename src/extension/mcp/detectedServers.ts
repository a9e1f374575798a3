import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { codeWorkspaceFile } from "../../mcp/codeWorkspaceFile";
import type { McpFileFormat, McpServer, ServerInput } from "../../mcp/mcpServer";
import { rootMcpFile } from "../../mcp/rootMcpFile";
import { vscodeMcpFile } from "../../mcp/vscodeMcpFile";
import { vscodeSettingsFile } from "../../mcp/vscodeSettingsFile";
import type { Log } from "../log";
import { envFileReader } from "./envFileReader";
import { readServerFile } from "./readServerFile";
import { readText } from "./readText";
import { serverEnvFile } from "./serverEnvFile";

/** A server with the file that it stands in. */
export interface DetectedServer {
  /** The same as long as the server keeps its name and its file. */
  readonly key: string;
  readonly server: McpServer;
  readonly path: string;
  /** Counted from 1; undefined where it cannot be told. */
  readonly line: number | undefined;
  /** The names that its file gives it. */
  readonly names: readonly string[];
  readonly format: McpFileFormat;
  /** What its file says on how to ask for the parts that it leaves open. */
  readonly inputs: readonly ServerInput[];
  /** The folder that the file belongs to; undefined for the user's own. */
  readonly folder: vscode.WorkspaceFolder | undefined;
}

/** A file that may hold servers. */
export interface Place {
  readonly path: string;
  readonly format: McpFileFormat;
  readonly folder: vscode.WorkspaceFolder | undefined;
}

/** The MCP servers that this editor knows from files, which are followed. */
export class DetectedServers implements vscode.Disposable {
  readonly #userFolder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #log: Log;
  /** The files that hold more than is looked at, as the log has said. */
  readonly #cut = new Set<string>();
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly #folders: vscode.Disposable;
  #servers: readonly DetectedServer[] | undefined;
  #watchers: readonly vscode.Disposable[] = [];

  /** @param storage the extension's own folder, which lies in the user's: of this profile, on this machine. */
  constructor(storage: vscode.Uri, environment: NodeJS.ProcessEnv, log: Log) {
    this.#userFolder = dirname(dirname(storage.fsPath));
    this.#environment = environment;
    this.#log = log;
    this.#watch();
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      this.#watch();
      this.#onChange();
    });
  }

  /** As the files were when they were last seen to change. */
  get all(): readonly DetectedServer[] {
    this.#servers ??= this.read();
    return this.#servers;
  }

  /** As the files are now, for a launch must not go by what a watcher has not told yet. */
  read(): readonly DetectedServer[] {
    const readEnvFile = envFileReader();
    return this.#places().flatMap((place) => {
      const { servers, isCut } = readServerFile(
        place,
        readText(place.path) ?? "",
        (server) => serverEnvFile(server, place, this.#environment, readEnvFile) ?? new Map(),
      );
      if (isCut) this.#tellCut(place.path);
      return servers;
    });
  }

  dispose(): void {
    for (const part of [...this.#watchers, this.#folders, this.#changes]) part.dispose();
  }

  #onChange(): void {
    this.#servers = undefined;
    this.#changes.fire();
  }

  #tellCut(path: string): void {
    if (this.#cut.has(path)) return;
    this.#cut.add(path);
    this.#log.warn(
      "A file holds more MCP servers, or more of their inputs or variables, than are looked at.",
      {
        path,
      },
    );
  }

  #places(): readonly Place[] {
    const { workspaceFolders = [], workspaceFile } = vscode.workspace;
    const ofFolders = workspaceFolders
      .filter(({ uri }) => uri.scheme === "file")
      .flatMap((folder): Place[] => [
        { path: join(folder.uri.fsPath, ".vscode", "mcp.json"), format: vscodeMcpFile, folder },
        { path: join(folder.uri.fsPath, ".mcp.json"), format: rootMcpFile, folder },
        { path: join(folder.uri.fsPath, ".vscode", "settings.json"), format: vscodeSettingsFile, folder },
      ]);
    const ofWorkspace: Place[] =
      workspaceFile?.scheme === "file"
        ? [{ path: workspaceFile.fsPath, format: codeWorkspaceFile, folder: workspaceFolders[0] }]
        : [];
    const ofUser: Place[] = [
      { path: join(this.#userFolder, "mcp.json"), format: vscodeMcpFile, folder: undefined },
      { path: join(this.#userFolder, "settings.json"), format: vscodeSettingsFile, folder: undefined },
    ];
    return [...ofFolders, ...ofWorkspace, ...ofUser];
  }

  #watch(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = this.#places().map(({ path }) => {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(path)), basename(path));
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const fire = (): void => this.#onChange();
      return vscode.Disposable.from(
        watcher,
        watcher.onDidChange(fire),
        watcher.onDidCreate(fire),
        watcher.onDidDelete(fire),
      );
    });
  }
}
