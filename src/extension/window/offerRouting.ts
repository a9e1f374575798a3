import * as vscode from "vscode";
import { openWalkthrough } from "../commands/openWalkthrough";
import type { DetectedServers } from "../mcp/detectedServers";
import type { OptIn } from "./optIn";
import type { Projects } from "./projects";

const stateKey = "secretRouter.offerDeclined";

/** Asks once in a workspace that has something to route, and never where the user has said so. */
export async function offerRouting(
  { optIn, projects }: { readonly optIn: OptIn; readonly projects: Projects },
  detected: DetectedServers,
  context: Pick<vscode.ExtensionContext, "globalState" | "workspaceState">,
): Promise<void> {
  const isDeclined = [context.globalState, context.workspaceState].some(
    (state) => state.get(stateKey) === true,
  );
  const hasSomething =
    projects.all.some(({ path }) => path !== undefined) ||
    detected.all.some(({ folder }) => folder !== undefined);
  if (optIn.isGiven || isDeclined || !hasSomething) return;
  const route = "Route This Workspace";
  const how = "Show How";
  const never = "Don't Show Again";
  const choice = await vscode.window.showInformationMessage(
    "Secret Router can serve this workspace's programs and MCP servers from your vault. Nothing is routed until you say so.",
    route,
    how,
    never,
  );
  // The editor lets nobody take a notification back: whoever has opted in meanwhile has answered elsewhere.
  if (optIn.isGiven && choice !== never) return;
  if (choice === route) await optIn.set(true);
  // The walkthrough offers it again, so here it is not asked again.
  if (choice === how) await openWalkthrough();
  // Closed without an answer, it is not asked again here; elsewhere it may be welcome.
  if (choice !== route)
    await (choice === never ? context.globalState : context.workspaceState).update(stateKey, true);
}
