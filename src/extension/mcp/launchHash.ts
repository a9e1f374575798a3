import { createHash } from "node:crypto";
import type { StdioServer } from "../../mcp/mcpServer";

/**
 * Tells one launch of a server from another: what the user has agreed to is this and not a name.
 * @param loading the variables that decide which code it runs, as `NAME=value`.
 */
export function launchHash(server: StdioServer, loading: readonly string[]): string {
  const { command, args, env, envFile, cwd } = server;
  // Of most variables the names only: a rotated value is no other program.
  const parts = [command, args, [...env.keys()], envFile ?? null, cwd ?? null];
  const launch = JSON.stringify(loading.length === 0 ? parts : [...parts, loading]);
  return createHash("sha256").update(launch).digest("hex");
}
