import type { McpFile } from "./mcpServer";
import { readInputs } from "./readInputs";
import { isObject, readServers } from "./readServers";

/** What lies below `mcp`, nested or dotted: the editor accepts both. */
export function serversOfSettings(settings: unknown): McpFile {
  if (!isObject(settings)) return { servers: [], inputs: [] };
  const mcp = isObject(settings["mcp"]) ? settings["mcp"] : {};
  return {
    servers: readServers(settings["mcp.servers"] ?? mcp["servers"]),
    inputs: readInputs(settings["mcp.inputs"] ?? mcp["inputs"]),
  };
}
