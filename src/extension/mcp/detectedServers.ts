import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { codeWorkspaceFile } from "../../mcp/codeWorkspaceFile";
import type { McpFileFormat, McpServer, ServerInput } from "../../mcp/mcpServer";
import { rootMcpFile } from "../../mcp/rootMcpFile";
import { serverLine } from "../../mcp/serverLine";
import { vscodeMcpFile } from "../../mcp/vscodeMcpFile";
import { vscodeSettingsFile } from "../../mcp/vscodeSettingsFile";
import { placeholderFacts } from "./placeholderFacts";
import { readText } from "./readText";
import { serverEnvFile } from "./serverEnvFile";
import { serverLaunch } from "./serverLaunch";

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

interface Place {
  readonly path: string;
  readonly format: McpFileFormat;
  readonly folder: vscode.WorkspaceFolder | undefined;
}

/** The MCP servers that this editor knows from files, which are followed. */
export class DetectedServers implements vscode.Disposable {
  readonly #userFolder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly #folders: vscode.Disposable;
  #servers: readonly DetectedServer[] | undefined;
  #watchers: readonly vscode.Disposable[] = [];

  /** @param storage the extension's own folder, which lies in the user's: of this profile, on this machine. */
  constructor(storage: vscode.Uri, environment: NodeJS.ProcessEnv) {
    this.#userFolder = dirname(dirname(storage.fsPath));
    this.#environment = environment;
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
    return this.#places().flatMap((place) => {
      const text = readText(place.path) ?? "";
      const { servers, inputs } = place.format.read(text);
      return servers.map((server) => ({
        key: `${place.path}#${server.name}`,
        server,
        inputs,
        line: serverLine(text, server.name),
        names: this.#namesOf(server, place),
        ...place,
      }));
    });
  }

  dispose(): void {
    for (const part of [...this.#watchers, this.#folders, this.#changes]) part.dispose();
  }

  #onChange(): void {
    this.#servers = undefined;
    this.#changes.fire();
  }

  #namesOf(server: McpServer, { format, folder }: Place): readonly string[] {
    if (server.kind !== "stdio") return [];
    const facts = placeholderFacts(this.#environment, folder);
    const fromFile = serverEnvFile(server, { format, folder }, this.#environment) ?? new Map();
    return serverLaunch(server, format.placeholders, facts, fromFile)?.names ?? [...server.env.keys()];
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
