import type { UnroutedLaunch } from "../sessions/sessions";
import type { TerminalPlan } from "./terminalPlan";

export type TerminalOutcome = "routed" | "failed" | "left";

/** What has become of the plan: that terminals are to be routed does not mean that they could be. */
export function terminalOutcome(
  plan: TerminalPlan,
  unrouted: readonly Pick<UnroutedLaunch, "kind">[],
): TerminalOutcome {
  if (plan !== "route") return "left";
  return unrouted.some(({ kind }) => kind === "terminals") ? "failed" : "routed";
}
