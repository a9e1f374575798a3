import type { McpFileFormat } from "./mcpServer";

export interface PlaceholderFacts {
  readonly workspaceFolder: string | undefined;
  readonly userHome: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Replaces what can be known before a launch. Gives undefined where something is left that only the editor can ask for,
 * such as `${input:key}`: half a value would be worse than none.
 */
export function expandPlaceholders(
  text: string,
  placeholders: McpFileFormat["placeholders"],
  facts: PlaceholderFacts,
): string | undefined {
  let isWhole = true;
  const expanded = text.replaceAll(/\$\{([^{}]*)\}/g, (whole, inner: string) => {
    const value = placeholderValue(inner, placeholders, facts);
    if (value !== undefined) return value;
    // A shell-like placeholder without a value stays as it is, as in the editor.
    if (placeholders === "editor" || /^(input|command|config):/.test(inner)) isWhole = false;
    return whole;
  });
  return isWhole ? expanded : undefined;
}

function placeholderValue(
  inner: string,
  placeholders: McpFileFormat["placeholders"],
  facts: PlaceholderFacts,
): string | undefined {
  if (inner === "workspaceFolder") return facts.workspaceFolder;
  if (inner === "workspaceFolderBasename") return facts.workspaceFolder?.split(/[\\/]/).at(-1);
  if (inner === "userHome") return facts.userHome;
  if (inner.startsWith("env:")) return facts.environment[inner.slice(4)] ?? "";
  if (placeholders === "editor") return undefined;
  const [, name, , fallback] = /^([A-Za-z_][A-Za-z0-9_]*)(:-([\s\S]*))?$/.exec(inner) ?? [];
  return name === undefined ? undefined : (facts.environment[name] ?? fallback);
}
