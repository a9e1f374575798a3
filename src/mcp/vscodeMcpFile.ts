import type { McpFileFormat } from "./mcpServer";
import { parseJsonc } from "./parseJsonc";
import { readInputs } from "./readInputs";
import { isObject, readServers } from "./readServers";

/** `.vscode/mcp.json` and the user's own `mcp.json`: a map below `servers`, and a list below `inputs`. */
export const vscodeMcpFile: McpFileFormat = {
  placeholders: "editor",
  read(text) {
    const document = parseJsonc(text);
    if (!isObject(document)) return { servers: [], inputs: [] };
    return { servers: readServers(document["servers"]), inputs: readInputs(document["inputs"]) };
  },
};
