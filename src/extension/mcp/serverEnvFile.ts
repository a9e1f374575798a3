import { parseEnvFile } from "../../core/envFile";
import { expandPlaceholders } from "../../mcp/expandPlaceholders";
import type { StdioServer } from "../../mcp/mcpServer";
import type { DetectedServer } from "./detectedServers";
import { placeholderFacts } from "./placeholderFacts";
import { readText } from "./readText";

/** The variables of a server's `envFile`: none where it names no file, undefined where the file cannot be read. */
export function serverEnvFile(
  { envFile }: StdioServer,
  { format, folder }: Pick<DetectedServer, "format" | "folder">,
  environment: NodeJS.ProcessEnv,
): ReadonlyMap<string, string> | undefined {
  if (envFile === undefined) return new Map();
  // Without answers: what a server loads is part of what its user agrees to, before anything is asked.
  const path = expandPlaceholders(envFile, format.placeholders, placeholderFacts(environment, folder));
  const text = path === undefined ? undefined : readText(path);
  if (text === undefined) return undefined;
  return new Map(parseEnvFile(text).entries.map(({ name, value }) => [name, value]));
}
