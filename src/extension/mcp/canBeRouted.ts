import type { McpServer, StdioServer } from "../../mcp/mcpServer";
import { isWrapped } from "./isWrapped";

/** Whether there is anything to choose. What an extension offers has no sandbox, so what asks for one would lose it. */
export function canBeRouted(server: McpServer): server is StdioServer {
  return server.kind === "stdio" && !isWrapped(server) && !server.isSandboxed;
}
