import { noSecretReason } from "../../core/placeholderValue";
import type { DetectedServer } from "./detectedServers";

/** The secrets whose values stand in plain text in a server's own variables. */
export function plainNames({ server, names }: Pick<DetectedServer, "server" | "names">): readonly string[] {
  if (server.kind !== "stdio") return [];
  return names.filter((name) => {
    const value = server.env.get(name);
    return typeof value === "string" && noSecretReason(value) === undefined;
  });
}
