import * as vscode from "vscode";
import { DebugLaunches } from "../../../../src/extension/launches/debugLaunches";
import { readTree } from "../../../../src/extension/tree/readTree";
import type { TreeNode } from "../../../../src/extension/tree/treeNode";
import { startRouterWindow } from "../../../../src/extension/window/startRouterWindow";
import { until } from "../../../support/until";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { ownExtension } from "../ownExtension";
import { silentLog } from "../silentLog";

export interface UnroutedRows {
  /** The row of a launch; a launch may have ended meanwhile. */
  rowOf(launch: string): Promise<TreeNode>;
  /** Resolves once no launch has a row any more. */
  untilNone(): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * What the view shows of launches that are not routed, from now on. Of the window that the editor's own extension has
 * nobody else can ask, so a second one follows the same debugger.
 */
export async function followUnroutedRows(): Promise<UnroutedRows> {
  const window = await startRouterWindow(contextOfItsOwn(ownExtension()), silentLog);
  await window.optIn.set(true);
  const launches = new DebugLaunches({ get: async () => window }, silentLog);
  const seen = new Map<string, TreeNode>();
  const rows = (): readonly TreeNode[] =>
    readTree(window, true)
      .flatMap(({ children = [] }) => children)
      .filter(({ kind }) => kind === "unrouted");
  const listeners = vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((session) => void launches.started(session)),
    vscode.debug.onDidTerminateDebugSession((session) => void launches.ended(session)),
    window.sessions.onDidChange(() => {
      for (const row of rows()) seen.set(row.label, row);
    }),
    launches,
  );
  return {
    rowOf: (launch) => until(() => seen.get(launch), { what: `the row of ${launch}` }),
    untilNone: () => until(() => rows().length === 0, { what: "the rows to go with their launches" }),
    close: async () => {
      listeners.dispose();
      await window.close();
    },
  };
}
