import { expandPlaceholders } from "../../mcp/expandPlaceholders";
import type { StdioServer } from "../../mcp/mcpServer";
import type { DetectedServer } from "./detectedServers";
import { type EnvFileReader, envFileReader } from "./envFileReader";
import { placeholderFacts } from "./placeholderFacts";

/**
 * The variables of a server's `envFile`: none where it names no file, undefined where the file cannot be read.
 * @param read keeps what it has read, for those who look at many servers.
 */
export function serverEnvFile(
  { envFile }: StdioServer,
  { format, folder }: Pick<DetectedServer, "format" | "folder">,
  environment: NodeJS.ProcessEnv,
  read: EnvFileReader = envFileReader(),
): ReadonlyMap<string, string> | undefined {
  if (envFile === undefined) return new Map();
  // Without answers: what a server loads is part of what its user agrees to, before anything is asked.
  const path = expandPlaceholders(envFile, format.placeholders, placeholderFacts(environment, folder));
  return path === undefined ? undefined : read(path);
}
