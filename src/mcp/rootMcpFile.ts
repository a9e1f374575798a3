import type { McpFileFormat } from "./mcpServer";
import { parseJsonc } from "./parseJsonc";
import { isObject, readServers } from "./readServers";

/**
 * `.mcp.json` at a project's root. One name, three shapes: below `mcpServers`, below `servers`, or a bare map; its
 * content tells which. None of its clients asks for inputs.
 */
export const rootMcpFile: McpFileFormat = {
  placeholders: "shell",
  read(text) {
    const document = parseJsonc(text);
    const map = isObject(document) ? (document["mcpServers"] ?? document["servers"] ?? document) : undefined;
    return { servers: readServers(map), inputs: [] };
  },
};
