/** The editor's own commands that our buttons and links run. Tests in the editor show that it has them. */
export const editorCommands = [
  "vscode.openFolder",
  "workbench.action.debug.start",
  "workbench.action.reloadWindow",
  "workbench.mcp.listServer",
  "workbench.trust.manage",
] as const;
