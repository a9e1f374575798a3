import type { ProgramFacts } from "./treeFacts";
import type { TreeNode } from "./treeNode";

export function programNode(parent: string, { pid, program, runs }: ProgramFacts): TreeNode {
  return {
    id: `${parent}:${pid}`,
    kind: "detail",
    label: program,
    description: runs ? `process ${pid}` : `process ${pid}, ended`,
    icon: runs ? "vm-running" : "vm-outline",
  };
}
