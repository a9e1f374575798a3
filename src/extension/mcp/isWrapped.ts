import type { StdioServer } from "../../mcp/mcpServer";

/** Whether a server's own command line routes it: routed once more, it would have two sessions. */
export function isWrapped({ command }: StdioServer): boolean {
  return /(^|[\\/])secret-router(\.\w+)?$/.test(command);
}
