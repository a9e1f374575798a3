import type { Configuration } from "../../core/configuration";
import type { DetectedServer } from "../mcp/detectedServers";
import { serverRules } from "../mcp/serverLaunch";

// The view looks twice a second while a program runs, and what it learns here changes with two files only.
const known = new WeakMap<
  DetectedServer,
  { readonly configuration: Configuration; readonly secrets: readonly string[] }
>();

/** Which of a server's variables are secrets. */
export function serverSecrets(detected: DetectedServer, configuration: Configuration): readonly string[] {
  const before = known.get(detected);
  if (before?.configuration === configuration) return before.secrets;
  const { server, names } = detected;
  const secrets = serverRules(configuration, server.name, names).scope ?? [];
  known.set(detected, { configuration, secrets });
  return secrets;
}
