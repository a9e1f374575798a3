import * as vscode from "vscode";
import type { Log } from "../log";
import { editorStartsServers } from "../mcp/editorStartsServers";
import type { RouterWindow } from "../window/routerWindow";
import { readTree } from "./readTree";
import type { TreeNode } from "./treeNode";
import { type TreeRow, TreeRows } from "./treeRows";

export const treeViewId = "secretRouter.overview";
const lookMs = 500;
// The newest editor stops for as long as it takes to draw all rows that it is told of.
const mostDrawnByLook = 100;

/** Shows the tree while it is visible, and looks at what running programs have read since. */
export function createTreeView(window: RouterWindow, log: Log): vscode.Disposable {
  const changes = new vscode.EventEmitter<TreeRow[] | undefined>();
  const rows = new TreeRows();
  let hasFailed = false;
  const startsServers = editorStartsServers();

  const view = vscode.window.createTreeView<TreeRow>(treeViewId, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: (row) => (row === undefined ? rows.roots : rows.below(row)),
      getTreeItem: ({ node }) => treeItem(node),
    },
  });
  const show = (nodes: readonly TreeNode[], mostDrawn?: number): void => {
    const changed = rows.update(nodes, mostDrawn);
    if (changed === undefined) changes.fire(undefined);
    else if (changed.length > 0) changes.fire([...changed]);
  };
  const updateWith = (mostDrawn?: number): void => {
    try {
      show(window.optIn.isGiven ? readTree(window, startsServers) : [], mostDrawn);
      hasFailed = false;
    } catch (error) {
      // What is shown stays, and the next change tries again. Told once: a look comes twice a second.
      if (!hasFailed) log.error("The view could not be read anew.", error);
      hasFailed = true;
    }
  };
  const update = (): void => updateWith();
  const look = setInterval(() => {
    if (window.sessions.routed.length > 0 && view.visible) updateWith(mostDrawnByLook);
  }, lookMs);
  update();
  return vscode.Disposable.from(
    view,
    changes,
    view.onDidChangeVisibility(() => view.visible && update()),
    view.onDidExpandElement(({ element }) => rows.opened(element)),
    view.onDidCollapseElement(({ element }) => rows.closed(element)),
    ...[
      window.optIn,
      window.projects,
      window.control,
      window.sessions,
      window.stored,
      window.vaults,
      window.detected,
      window.envFiles,
      window.servers,
    ].map(({ onDidChange }) => (onDidChange as vscode.Event<unknown>)(update)),
    { dispose: () => clearInterval(look) },
  );
}

function treeItem(node: TreeNode): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const hasChildren = (node.children?.length ?? 0) > 0;
  const item = new vscode.TreeItem(
    node.label,
    hasChildren ? (node.isOpen === true ? Expanded : Collapsed) : None,
  );
  item.id = node.id;
  item.contextValue = node.kind;
  item.accessibilityInformation = { label: [node.label, node.description].filter(Boolean).join(", ") };
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = node.tooltip;
  if (node.icon !== undefined) {
    const colour = node.iconColour === undefined ? undefined : new vscode.ThemeColor(node.iconColour);
    item.iconPath = new vscode.ThemeIcon(node.icon, colour);
  }
  const command = commandOf(node);
  if (command !== undefined) item.command = command;
  return item;
}

function commandOf(node: TreeNode): vscode.Command | undefined {
  if (node.runs !== undefined) return { ...node.runs, arguments: [node] };
  if (node.opens === undefined) return undefined;
  const { path, line = 1 } = node.opens;
  const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(line - 1, 0, line - 1, 0) };
  return { command: "vscode.open", title: "Open", arguments: [vscode.Uri.file(path), options] };
}
