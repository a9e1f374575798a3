import type { SessionFacts } from "./treeFacts";
import type { TreeNode } from "./treeNode";

const icons: Readonly<Record<SessionFacts["kind"], string>> = {
  debug: "debug-alt",
  mcp: "mcp",
  terminals: "terminal",
};

export function sessionNode(session: SessionFacts): TreeNode {
  const { id, label, programs, errors, fromVault, fromEnvironment, killed } = session;
  const mode = session.mode === "dual" ? `dual ${session.canary} %` : session.mode;
  const state = killed ? "killed" : mode;
  const total = fromVault + fromEnvironment;
  const reads = total === 0 ? "no read yet" : `${fromVault} of ${total} reads from the vault`;
  const problem = errors > 0 ? `, ${errors} errors` : "";
  return {
    id: `session:${id}`,
    kind: "session",
    label,
    description: `${state}, ${reads}${problem}`,
    tooltip: `${label}, mode ${state}. Reads: ${reads}${problem}.`,
    icon: killed ? "circle-slash" : errors > 0 ? "warning" : icons[session.kind],
    ...(killed ? { iconColour: "testing.iconFailed" } : {}),
    ...(!killed && errors > 0 ? { iconColour: "list.warningForeground" } : {}),
    subject: id,
    children: programs.map(({ pid, program, runs }) => ({
      id: `session:${id}:${pid}`,
      kind: "detail",
      label: program,
      description: runs ? `process ${pid}` : `process ${pid}, ended`,
      icon: runs ? "vm-running" : "vm-outline",
    })),
  };
}
