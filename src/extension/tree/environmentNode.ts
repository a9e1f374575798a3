import type { EnvironmentFacts } from "./treeFacts";
import type { TreeNode } from "./treeNode";

/** Which environment of a configuration holds; shown where it has any. */
export function environmentNode({ folder, folderName, environment }: EnvironmentFacts): TreeNode {
  const name = environment ?? "none";
  return {
    id: `environment:${folder}`,
    kind: "environment",
    label: "Environment",
    description: folderName === undefined ? name : `${name}, ${folderName}`,
    tooltip: "The environment of secret-router.json that holds in this workspace. Click to select another.",
    icon: "layers",
    subject: folder,
    runs: { command: "secretRouter.selectEnvironment", title: "Select Environment" },
  };
}
