import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { codeWorkspaceFile } from "../../mcp/codeWorkspaceFile";
import type { McpFileFormat, McpServer } from "../../mcp/mcpServer";
import { rootMcpFile } from "../../mcp/rootMcpFile";
import { vscodeMcpFile } from "../../mcp/vscodeMcpFile";
import { vscodeSettingsFile } from "../../mcp/vscodeSettingsFile";

/** A server with the file that it stands in. */
export interface DetectedServer {
  /** The same as long as the server keeps its name and its file. */
  readonly key: string;
  readonly server: McpServer;
  readonly path: string;
  readonly format: McpFileFormat;
  /** The folder that the file belongs to; undefined for the user's own. */
  readonly folder: vscode.WorkspaceFolder | undefined;
}

interface Place {
  readonly path: string;
  readonly format: McpFileFormat;
  readonly folder: vscode.WorkspaceFolder | undefined;
}

const maxBytes = 4 * 1024 * 1024;

/** The MCP servers that this editor knows from files, which are followed. */
export class DetectedServers implements vscode.Disposable {
  readonly #userFolder: string;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly #folders: vscode.Disposable;
  #watchers: readonly vscode.Disposable[] = [];

  /** @param storage the extension's own folder, which lies in the user's: of this profile, on this machine. */
  constructor(storage: vscode.Uri) {
    this.#userFolder = dirname(dirname(storage.fsPath));
    this.#watch();
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      this.#watch();
      this.#changes.fire();
    });
  }

  get all(): readonly DetectedServer[] {
    return this.#places().flatMap(({ path, format, folder }) =>
      format.read(readText(path)).map((server) => ({
        key: `${path}#${server.name}`,
        server,
        path,
        format,
        folder,
      })),
    );
  }

  dispose(): void {
    for (const part of [...this.#watchers, this.#folders, this.#changes]) part.dispose();
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
      const fire = (): void => this.#changes.fire();
      return vscode.Disposable.from(
        watcher,
        watcher.onDidChange(fire),
        watcher.onDidCreate(fire),
        watcher.onDidDelete(fire),
      );
    });
  }
}

/** Empty for what is not there, is no plain file or is too large for a configuration. */
function readText(path: string): string {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= maxBytes ? readFileSync(path, "utf8") : "";
  } catch {
    return "";
  }
}
