import { readTreeFacts, type TreeSources } from "./readTreeFacts";
import type { TreeNode } from "./treeNode";
import { treeNodes } from "./treeNodes";

/** One look at everything: what the view does twice a second while a program runs. */
export function readTree(sources: TreeSources, editorStartsServers: boolean): readonly TreeNode[] {
  return treeNodes(readTreeFacts(sources, editorStartsServers));
}
