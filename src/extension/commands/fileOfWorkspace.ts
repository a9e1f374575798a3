import * as vscode from "vscode";
import { type RealFile, realFile } from "./realFile";

export interface FileOfWorkspace extends RealFile {
  /** What it is called wherever the user is told of it: where it really lies, from the workspace on or else in full. */
  readonly shown: string;
}

/** @throws RouterError IO as `realFile`. */
export function fileOfWorkspace(named: string): FileOfWorkspace {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const file = realFile(
    named,
    folders.map(({ uri }) => uri.fsPath),
  );
  const { path, inWorkspace } = file;
  return { ...file, shown: inWorkspace === undefined ? path : vscode.workspace.asRelativePath(inWorkspace) };
}
