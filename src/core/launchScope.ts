import { isRoutedName, type NameRules } from "../contract/secretNames";
import type { Configuration } from "./configuration";
import { parseReference, type Reference } from "./reference";
import { RouterError } from "./routerError";

/**
 * Which names one launch may be served.
 * @param server limits the rules to that server's own names.
 * @throws RouterError CONFIG_INVALID when the configuration has no such server.
 */
export function nameRulesOf(configuration: Configuration, server: string | undefined): NameRules {
  const { servers } = configuration;
  if (server === undefined) return ownRules(configuration);
  const known = servers.get(server);
  if (known !== undefined) return { names: [], include: [], exclude: [], scope: known.secrets };
  throw new RouterError(
    "CONFIG_INVALID",
    `The configuration has no server "${server}".`,
    servers.size === 0
      ? `Add it: "servers": { "${server}": { "secrets": ["…"] } }.`
      : `Use one of: ${[...servers.keys()].join(", ")}.`,
  );
}

// What is asked of rules is prepared once for each of them, so one configuration has one.
const rulesOf = new WeakMap<Configuration, NameRules>();

function ownRules(configuration: Configuration): NameRules {
  const before = rulesOf.get(configuration);
  if (before !== undefined) return before;
  const { patterns, secrets } = configuration;
  const rules = { names: [...secrets.keys()], ...patterns, scope: null };
  rulesOf.set(configuration, rules);
  return rules;
}

/**
 * The names fetched at once for a launch. A Node program may ask late for any further name that the rules let through.
 * @param storedNames what the default provider lists; counts only while the configuration names no secrets itself, so
 *   that a project which declares its secrets is never handed another project's.
 */
export function launchNames(
  configuration: Configuration,
  rules: NameRules,
  environmentNames: readonly string[],
  storedNames: readonly string[],
): readonly string[] {
  if (rules.scope !== null) return rules.scope;
  const declared = [...configuration.secrets.keys()];
  const stored = declared.length === 0 ? storedNames : [];
  const names = new Set([...declared, ...environmentNames, ...stored]);
  return [...names].filter((name) => isRoutedName(name, rules));
}

/** Where a name's value lives: its own reference, else its place in the default provider. */
export function referenceOf(name: string, configuration: Configuration, project: string): Reference {
  const own = configuration.secrets.get(name);
  if (own !== undefined) return own;
  if (configuration.provider === "local") return { provider: "local", path: name };
  // By function, for a replacement text may hold `$&`. The root folder has no name of its own.
  const folder = project.replaceAll(/[#/\p{Cc}]/gu, "-").replace(/^\.{0,2}$/, "-");
  const place = configuration.vaultPath
    .replaceAll("{project}", () => folder)
    .replaceAll("{name}", () => name);
  return parseReference(`vault:${place}`);
}
