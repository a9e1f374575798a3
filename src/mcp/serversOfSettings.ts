import type { McpServer } from "./mcpServer";
import { isObject, readServers } from "./readServers";

/** The map below `mcp.servers`, nested or dotted: the editor accepts both. */
export function serversOfSettings(settings: unknown): readonly McpServer[] {
  if (!isObject(settings)) return [];
  const { mcp } = settings;
  return readServers(settings["mcp.servers"] ?? (isObject(mcp) ? mcp["servers"] : undefined));
}
