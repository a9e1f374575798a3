import { counted } from "../../core/text/counted";
import { programNode } from "./programNode";
import type { SessionFacts } from "./treeFacts";
import type { TreeNode } from "./treeNode";

const icons: Readonly<Record<SessionFacts["kind"], string>> = {
  debug: "debug-alt",
  mcp: "mcp",
  terminals: "terminal",
};

/** A session with its mode and its reads at a glance, and its programs and errors below. */
export function sessionNode(session: SessionFacts): TreeNode {
  const { label, programs, errors, errorCodes, fromVault, fromEnvironment, killed, injected } = session;
  const id = `session:${session.id}`;
  const { mode, configuredMode } = session;
  const isKilled = killed !== null;
  const isSwitched = mode !== configuredMode;
  const state = isKilled ? "killed" : isSwitched ? `${mode} instead of ${configuredMode}` : mode;
  const total = fromVault + fromEnvironment;
  const reads = total === 0 ? unread(session) : `${fromVault} of ${total} reads from the vault`;
  const problem = errors > 0 ? `, ${errors === 1 ? "1 error" : `${errors} errors`}` : "";
  const detail = (name: string, description: string): TreeNode => ({
    id: `${id}:${name}`,
    kind: "detail",
    label: name,
    description,
  });
  return {
    id,
    kind: "session",
    label,
    description: `${state}, ${reads}${problem}`,
    tooltip: `${label}, mode ${state}. Reads: ${reads}${problem}.`,
    icon: isKilled ? "circle-slash" : errors > 0 ? "warning" : icons[session.kind],
    ...(isKilled ? { iconColour: "testing.iconFailed" } : {}),
    ...(!isKilled && errors > 0 ? { iconColour: "list.warningForeground" } : {}),
    subject: session.id,
    children: [
      detail("Mode", mode),
      ...(isSwitched ? [detail("Configured", `${configuredMode}; switched from outside this window`)] : []),
      ...(isKilled ? [detail("Killed", killed)] : []),
      detail("Reads", `${fromVault} vault, ${fromEnvironment} environment`),
      ...(injected.length === 0 ? [] : [detail("Given at its start", injected.join(", "))]),
      ...Object.entries(errorCodes).map(([code, count]) =>
        detail(code, count === 1 ? "once" : `${count} times`),
      ),
      ...programs.map((program) => programNode(id, program)),
    ],
  };
}

/** Of what is no Node program no read is ever seen. */
function unread({ injected }: SessionFacts): string {
  return injected.length === 0
    ? "no read yet"
    : `${counted(injected.length, "secret")} injected at its start`;
}
