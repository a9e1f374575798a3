import { createHmac } from "node:crypto";
import type { StdioServer } from "../../mcp/mcpServer";

/**
 * Tells a server's definition from the same server's after an edit, as the editor's own servers have it, and says nothing
 * else of it: what the editor is told before a start, it keeps on disk.
 */
export function definitionMark({ command, args, env, envFile, cwd }: StdioServer, key: Buffer): string {
  const parts = [command, args, [...env], envFile ?? null, cwd ?? null];
  return createHmac("sha256", key).update(JSON.stringify(parts)).digest("hex");
}
