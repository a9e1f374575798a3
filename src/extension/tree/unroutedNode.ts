import type { UnroutedLaunch } from "../sessions/sessions";
import type { TreeNode } from "./treeNode";

/** A launch that runs with its plain environment, and why. Only one that should have been routed is a warning. */
export function unroutedNode({ id, label, why, isFailure }: UnroutedLaunch): TreeNode {
  return {
    id: `unrouted:${id}`,
    kind: "unrouted",
    label,
    description: "not routed",
    tooltip: why,
    ...(isFailure ? { icon: "warning", iconColour: "list.warningForeground" } : { icon: "circle-slash" }),
    children: [{ id: `unrouted:${id}:why`, kind: "detail", label: why }],
  };
}
