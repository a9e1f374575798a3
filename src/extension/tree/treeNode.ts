import type { CommandId } from "../contributions";

/** What the manifest's menus tell nodes apart by. */
export const nodeKinds = [
  "group",
  "server",
  "unroutedServer",
  "fixedServer",
  "secret",
  "session",
  "unrouted",
  "detail",
  "environment",
  "store",
  "vaultConnected",
  "vaultLoggedOut",
  "vaultUnreachable",
] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** One row, as plain data: its adapter turns it into the editor's own. */
export interface TreeNode {
  /** The same at every refresh, so that what is open stays open. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: string;
  /** A colour of the theme. */
  readonly iconColour?: string;
  readonly isOpen?: boolean;
  readonly children?: readonly TreeNode[];
  /** What the actions on it act on. */
  readonly subject?: string;
  /** What a click does. */
  readonly runs?: { readonly command: CommandId; readonly title: string };
  /** The folder of the project that the subject belongs to. */
  readonly folder?: string;
  /** A file that a click opens, at a line that is counted from 1. */
  readonly opens?: { readonly path: string; readonly line?: number };
}
