import type { ServerRun, ServerState } from "../tree/treeFacts";
import type { DetectedServer } from "./detectedServers";
import { isWrapped } from "./isWrapped";

export interface ServerStateFacts {
  readonly editorStartsServers: boolean;
  readonly isRouted: boolean;
  /** Undefined where it does not run, as far as anybody can tell. */
  readonly run: ServerRun | undefined;
}

/** What can be said of a server at a glance. */
export function serverState(
  { server }: Pick<DetectedServer, "server">,
  facts: ServerStateFacts,
): ServerState {
  if (server.kind === "remote") return "remote";
  if (isWrapped(server)) return "wrapped";
  if (server.isSandboxed) return "sandboxed";
  if (!facts.editorStartsServers) return "unsupported";
  // A server that was left out while it ran goes on with its plain environment.
  if (!facts.isRouted) return "unrouted";
  return facts.run ?? "routed";
}
