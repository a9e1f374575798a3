import { type Capability, chromium, codeServer, nodeBinary } from "../../support/capabilities";

/** One real workbench. */
export interface Editor {
  readonly name: string;
  /** Of VS Code, as the manifest counts. */
  readonly version: string;
  readonly server: Capability;
  /** The Node that it was built for. */
  readonly node: Capability;
  /** Newer editors open a new folder in restricted mode without asking. */
  readonly asksForTrust: boolean;
}

/** Both ends of what the manifest promises: the oldest VS Code, and the newest that can be had. */
export function findEditors(): readonly Editor[] {
  return [
    {
      name: "VS Code 1.104.0",
      version: "1.104.0",
      server: codeServer("4.104.0"),
      node: nodeBinary(22),
      asksForTrust: true,
    },
    {
      name: "VS Code 1.139.1",
      version: "1.139.1",
      server: codeServer("4.139.1"),
      node: nodeBinary(24),
      asksForTrust: false,
    },
  ];
}

export const editors = findEditors();

/** What keeps an editor from being started here; empty where nothing does. */
export function missingFor(editor: Editor): readonly Capability[] {
  return [editor.server, editor.node, chromium].filter(({ path }) => path === undefined);
}
