import { readTreeFacts, type TreeSources } from "./readTreeFacts";
import type { TreeNode } from "./treeNode";
import { treeNodes } from "./treeNodes";

export interface Tree {
  readonly nodes: readonly TreeNode[];
  /** The same for two trees that look the same. */
  readonly look: string;
}

/** One look at everything: what the view does twice a second while a program runs. */
export function readTree(sources: TreeSources, editorStartsServers: boolean): Tree {
  const nodes = treeNodes(readTreeFacts(sources, editorStartsServers));
  return { nodes, look: JSON.stringify(nodes) };
}
