import { type Finding, ok, warning } from "../../broker/doctor/finding";
import type { Configuration } from "../../core/configuration";
import type { DetectedServer } from "../mcp/detectedServers";
import { plainNames } from "../mcp/plainNames";

const area = "MCP servers";
const maxNamesShown = 5;

/** Secrets that lie in plain text in the files of MCP servers. */
export function serverCopies(
  detected: readonly Pick<DetectedServer, "server" | "names" | "path">[],
  { mode }: Pick<Configuration, "mode">,
): readonly Finding[] {
  const held = new Map<string, Set<string>>();
  for (const found of detected) {
    const plain = plainNames(found);
    if (plain.length > 0) held.set(found.path, new Set([...(held.get(found.path) ?? []), ...plain]));
  }
  const findings = [...held].map(([path, names]) =>
    warning(
      area,
      `${path} holds ${listed([...names])} in plain text.`,
      // In the other modes their programs still need them where they are.
      mode === "vault"
        ? "The vault serves them: delete those lines once it has."
        : 'Store them first, with "Secret Router: Store a Secret…", and switch to vault mode.',
    ),
  );
  return findings.length > 0 ? findings : [ok(area, "No secrets in plain text in their files.")];
}

function listed(names: readonly string[]): string {
  const more = names.length - maxNamesShown;
  return `${names.slice(0, maxNamesShown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
