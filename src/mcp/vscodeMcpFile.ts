import type { McpFileFormat } from "./mcpServer";
import { parseJsonc } from "./parseJsonc";
import { isObject, readServers } from "./readServers";

/** `.vscode/mcp.json` and the user's own `mcp.json`: a map below `servers`. */
export const vscodeMcpFile: McpFileFormat = {
  placeholders: "editor",
  read(text) {
    const document = parseJsonc(text);
    return isObject(document) ? readServers(document["servers"]) : [];
  },
};
