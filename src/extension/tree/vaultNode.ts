import { shortAddress, type VaultFacts, type VaultStanding } from "../vault/vaultStanding";
import type { TreeNode } from "./treeNode";

const doubtful = "list.warningForeground";

const appearances: Readonly<
  Record<VaultStanding, Omit<TreeNode, "id" | "label"> & { readonly state: string }>
> = {
  connected: {
    state: "connected",
    kind: "vaultConnected",
    icon: "pass",
    iconColour: "testing.iconPassed",
  },
  // Known once a program has opened the store.
  unknown: { state: "not asked yet", kind: "vaultConnected", icon: "circle-outline" },
  notLoggedIn: {
    state: "not logged in",
    kind: "vaultLoggedOut",
    icon: "warning",
    iconColour: doubtful,
    runs: { command: "secretRouter.connectVault", title: "Connect to Vault" },
  },
  unreachable: {
    state: "unreachable",
    kind: "vaultUnreachable",
    icon: "warning",
    iconColour: doubtful,
    runs: { command: "secretRouter.tryVaultAgain", title: "Try Again" },
  },
};

/** A vault that the workspace needs: what is wrong with it stands first, and a click does what helps. */
export function vaultNode({ address, standing, sentence }: VaultFacts): TreeNode {
  const { state, ...appearance } = appearances[standing];
  return {
    ...appearance,
    id: `vault:${address ?? ""}`,
    label: "Vault",
    description: `${state}, ${shortAddress(address)}`,
    tooltip: [sentence, ...(appearance.runs === undefined ? [] : [`Click: ${appearance.runs.title}.`])].join(
      "\n",
    ),
    ...(address === undefined ? {} : { subject: address }),
  };
}
