import { resolve } from "node:path";
import { isRoutedName, type NameRules } from "../../contract/secretNames";
import type { Configuration } from "../../core/configuration";
import { nameRulesOf } from "../../core/launchScope";
import { expandPlaceholders, inputsIn, type PlaceholderFacts } from "../../mcp/expandPlaceholders";
import type { McpFileFormat, StdioServer } from "../../mcp/mcpServer";
import { withHome } from "../../platform/withHome";

/** A server's launch with all that can be known of it filled in. */
export interface ServerLaunch {
  readonly command: string;
  readonly args: readonly string[];
  /**
   * Absolute; undefined where the editor has a place of its own. As it is written where it is to be read and a part of it
   * is open.
   */
  readonly cwd: string | undefined;
  /** As the program would have found it without us; holds secrets. */
  readonly env: Readonly<Record<string, string | null>>;
  /** Every name that its files give it, those included whose values are open. */
  readonly names: readonly string[];
  /** Those of the names that it is left without, because their values are open. */
  readonly leftOut: readonly string[];
}

/**
 * Gives undefined for a launch of which a part other than a variable stays open. A variable that does is left out: in
 * vault mode its value comes from the vault.
 * @param fromFile the variables of its `envFile`.
 */
export function serverLaunch(
  server: StdioServer,
  placeholders: McpFileFormat["placeholders"],
  facts: PlaceholderFacts,
  fromFile: ReadonlyMap<string, string>,
): ServerLaunch | undefined {
  const expand = (text: string): string | undefined => expandPlaceholders(text, placeholders, facts);
  const command = expand(server.command);
  const args = server.args.map(expand);
  const cwd = expand(server.cwd ?? "");
  if (command === undefined || cwd === undefined) return undefined;
  if (!args.every((argument) => argument !== undefined)) return undefined;
  const env: Record<string, string | null> = Object.create(null);
  for (const [name, value] of fromFile) env[name] = value;
  for (const [name, value] of server.env) {
    const expanded = value === null ? null : expand(value);
    if (expanded !== undefined) env[name] = expanded;
  }
  const names = [...new Set([...Object.keys(env), ...server.env.keys()])];
  const leftOut = names.filter((name) => !(name in env));
  return { command, args, cwd: workingDirectory(cwd, facts), env, names, leftOut };
}

/** As the editor does: `~` is the home folder, and a relative path begins at the workspace folder. */
function workingDirectory(
  own: string,
  { workspaceFolder, userHome, isToBeRead }: PlaceholderFacts,
): string | undefined {
  if (own === "") return workspaceFolder;
  // Dots would swallow a placeholder, and lead elsewhere than from what it stands for.
  if (isToBeRead && own.includes("${")) return own;
  return resolve(workspaceFolder ?? userHome, withHome(own, userHome));
}

/**
 * The inputs that a launch needs, in the order in which its file mentions them.
 * @param comesFromVault tells the variables for which nobody need be asked.
 */
export function inputsNeeded(
  { command, args, cwd = "", env }: StdioServer,
  comesFromVault: (name: string) => boolean,
): readonly string[] {
  const values = [...env].flatMap(([name, value]) => (value === null || comesFromVault(name) ? [] : [value]));
  return [...new Set([command, ...args, cwd, ...values].flatMap(inputsIn))];
}

/** The variables whose whole value is that input. */
export function variablesOf(input: string, { env }: StdioServer): readonly string[] {
  return [...env].flatMap(([name, value]) => (value === `\${input:${input}}` ? [name] : []));
}

/** A server may read its own names only: what `npx` fetched today is nobody's to trust with the others. */
export function serverRules(configuration: Configuration, name: string, names: readonly string[]): NameRules {
  if (configuration.servers.has(name)) return nameRulesOf(configuration, name);
  const rules = nameRulesOf(configuration, undefined);
  return { ...rules, scope: names.filter((one) => isRoutedName(one, rules)) };
}
