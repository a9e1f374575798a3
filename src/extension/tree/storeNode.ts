import { editorWords } from "../editorWords";
import type { StoreProblem } from "./treeFacts";
import type { TreeNode } from "./treeNode";

/** The embedded store, while it cannot be opened; a click does what helps. */
export function storeNode({ isLocked, sentence }: StoreProblem): TreeNode {
  const base = { id: "store", kind: "store", label: "Store" } as const;
  if (isLocked) {
    return {
      ...base,
      description: "locked",
      tooltip:
        "Your encrypted store opens with a passphrase, which this window does not know yet.\nClick: Unlock the Store.",
      icon: "lock",
      runs: { command: "secretRouter.unlockStore", title: "Unlock the Store" },
    };
  }
  return {
    ...base,
    description: "cannot be read",
    tooltip: `${editorWords(sentence)}\nClick: Run Doctor.`,
    icon: "error",
    iconColour: "testing.iconFailed",
    runs: { command: "secretRouter.runDoctor", title: "Run Doctor" },
  };
}
