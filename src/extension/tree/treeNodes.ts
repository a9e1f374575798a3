import { environmentNode } from "./environmentNode";
import { secretNode } from "./secretNode";
import { serverNode } from "./serverNode";
import { sessionNode } from "./sessionNode";
import { storeNode } from "./storeNode";
import type { ServerFacts, TreeFacts } from "./treeFacts";
import type { TreeNode } from "./treeNode";
import { unroutedNode } from "./unroutedNode";
import { vaultNode } from "./vaultNode";

/** The whole tree; empty where there is nothing to show, for the editor then shows what to do. */
export function treeNodes(facts: TreeFacts): readonly TreeNode[] {
  const { environments, vaults, store, servers, secrets, sessions, unrouted, killed, nowMs } = facts;
  if (servers.length + secrets.length + sessions.length + unrouted.length === 0) return [];
  return [
    ...vaults.map(vaultNode),
    ...(store === undefined ? [] : [storeNode(store)]),
    ...environments.map(environmentNode),
    group(
      "Secrets",
      "key",
      secrets.map((secret) => secretNode(secret, killed, nowMs)),
    ),
    group(
      "MCP servers",
      "server",
      servers.map((server) => serverNode(server, isShared(server, servers))),
    ),
    group("Sessions", "pulse", [...sessions.map(sessionNode), ...unrouted.map(unroutedNode)]),
  ];
}

function isShared({ key, name }: ServerFacts, servers: readonly ServerFacts[]): boolean {
  return servers.some((other) => other.key !== key && other.name === name);
}

function group(label: string, icon: string, children: readonly TreeNode[]): TreeNode {
  return {
    // The editor remembers an empty group as closed: one that fills is another one, and open.
    id: `group:${label}${children.length === 0 ? ":empty" : ""}`,
    kind: "group",
    label,
    description: children.length === 0 ? "none" : String(children.length),
    icon,
    isOpen: true,
    children,
  };
}
