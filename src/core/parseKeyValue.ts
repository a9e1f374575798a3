import { isVariableName, matchesGlob } from "../contract/secretNames";
import { closest } from "./closest";
import type { KeyShape } from "./configurationKeys";
import type { ConfigurationNode } from "./configurationNode";
import { type ConfigurationProblem, lineOf, maxProblems } from "./configurationProblem";
import { parseReference, type Reference } from "./reference";
import { RouterError } from "./routerError";
import { shownName } from "./shownName";

export interface ValueContext {
  readonly text: string;
  readonly problems: ConfigurationProblem[];
  /** Dotted path of the key whose value is parsed. */
  readonly key: string;
}

// A repository writes the patterns, and every name is held against each of them, in every process too.
export const maxPatterns = 200;
export const maxPatternLength = 256;
export const maxWildcards = 8;
/** A repository writes it: what follows is not all linear in its length. */
export const maxUrlLength = 2048;
export const maxSecrets = 1000;
export const maxListLength = 1000;

/** Parses one key's value by its shape; a wrong one is added to the problems and gives undefined. */
export function parseKeyValue(shape: KeyShape, node: ConfigurationNode, context: ValueContext): unknown {
  switch (shape.kind) {
    case "choice":
      return parseChoice(shape.choices, node, context);
    case "number":
      return parseNumber(shape, node, context);
    case "boolean":
      return typeof node.value === "boolean"
        ? node.value
        : problem(context, node, "must be true or false", "Write true or false.");
    case "url":
      return parseUrl(node, context);
    case "vaultPath":
      return parseVaultPath(node, context);
    case "patterns":
      return parsePatterns(node, context);
    case "secrets":
      return parseSecrets(node, context);
    case "servers":
      return parseServers(node, context);
    case "environments":
      throw new Error("Environments are layers, not values.");
    default:
      throw shape satisfies never;
  }
}

function parseChoice(
  choices: readonly string[],
  node: ConfigurationNode,
  context: ValueContext,
): string | undefined {
  const { value } = node;
  if (typeof value === "string" && choices.includes(value)) return value;
  const meant = typeof value === "string" ? closest(value, choices) : undefined;
  const fix = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  return problem(
    context,
    node,
    `must be one of ${choices.join(", ")}`,
    `Write "${choices[0]}", for instance.${fix}`,
  );
}

function parseNumber(
  shape: Extract<KeyShape, { kind: "number" }>,
  node: ConfigurationNode,
  context: ValueContext,
): number | undefined {
  const { minimum, maximum, integer } = shape;
  const value: unknown = node.value;
  const fits = typeof value === "number" && value >= minimum && value <= maximum;
  if (fits && (!integer || Number.isInteger(value))) return value;
  const what = integer ? "a whole number" : "a number";
  return problem(
    context,
    node,
    `must be ${what} from ${minimum} to ${maximum}`,
    `Write ${maximum}, for instance.`,
  );
}

function parseUrl(node: ConfigurationNode, context: ValueContext): string | undefined {
  const fix = 'Write it as "https://vault.example.com:8200".';
  const text = node.value;
  if (typeof text !== "string") return problem(context, node, "must be an address in quotes", fix);
  if (text.length > maxUrlLength) {
    return problem(context, node, `must not be longer than ${maxUrlLength} characters`, fix);
  }
  // The address parser mends much that is written wrongly, so what the schema refuses is refused before it.
  if (!/^https?:\/\/[^\s]/.test(text)) {
    return problem(context, node, "must begin with https:// or http://", fix);
  }
  if (text.includes("@")) {
    return problem(
      context,
      node,
      "must not hold a user name or password",
      `${fix} Log in with secret-router vault login.`,
    );
  }
  if (/[?#\s]/.test(text)) return problem(context, node, "must not hold ?, # or a space", fix);
  if (!URL.canParse(text)) return problem(context, node, "must be an address", fix);
  return new URL(text).href.replace(/\/+$/, "");
}

function parseVaultPath(node: ConfigurationNode, context: ValueContext): string | undefined {
  const fix = 'Write it as "secret/{project}#{name}".';
  const { value } = node;
  if (typeof value !== "string" || !value.includes("{name}")) {
    return problem(context, node, "must be text that holds {name}", fix);
  }
  return attempt(context, node, () => {
    parseReference(`vault:${value.replaceAll("{project}", "project").replaceAll("{name}", "NAME")}`);
    return value;
  });
}

function parsePatterns(
  node: ConfigurationNode,
  context: ValueContext,
): { include?: string[]; exclude?: string[] } | undefined {
  const patterns: { include?: string[]; exclude?: string[] } = {};
  const fix = 'Write { "include": ["MY_*"], "exclude": [] }.';
  forEachProperty(node, context, fix, (name, valueNode, inner) => {
    if (name !== "include" && name !== "exclude") {
      problem(inner, valueNode, "is not a known key", 'Use "include" or "exclude".');
      return;
    }
    const what = `a name with * as the only wildcard, at most ${maxWildcards} of them`;
    const list = parseList(valueNode, inner, { isItem: isPattern, what, maxLength: maxPatterns });
    if (list !== undefined) patterns[name] = list;
  });
  return patterns;
}

function parseSecrets(node: ConfigurationNode, context: ValueContext): ReadonlyMap<string, Reference> {
  const secrets = new Map<string, Reference>();
  if ((node.children?.length ?? 0) > maxSecrets) {
    problem(
      context,
      node,
      `has more than ${maxSecrets} entries`,
      "Leave out those that lie where vault_path says.",
    );
    return secrets;
  }
  forEachProperty(
    node,
    context,
    'Write { "OPENAI_API_KEY": "local:OPENAI_API_KEY" }.',
    (name, valueNode, inner) => {
      if (!isVariableName(name)) {
        problem(
          inner,
          valueNode,
          "is not the name of a variable",
          "Use letters, digits and _, not beginning with a digit.",
        );
        return;
      }
      const { value } = valueNode;
      if (typeof value !== "string") {
        problem(
          inner,
          valueNode,
          "must be a reference in quotes",
          `Write "local:${shownName(name)}", for instance.`,
        );
        return;
      }
      const reference = attempt(inner, valueNode, () => parseReference(value));
      if (reference !== undefined) secrets.set(name, reference);
    },
  );
  return secrets;
}

function parseServers(
  node: ConfigurationNode,
  context: ValueContext,
): ReadonlyMap<string, { secrets: string[] }> {
  const servers = new Map<string, { secrets: string[] }>();
  const fix = 'Write { "github": { "secrets": ["GITHUB_TOKEN"] } }.';
  forEachProperty(node, context, fix, (name, serverNode, inner) => {
    const server: { secrets: string[] } = { secrets: [] };
    forEachProperty(
      serverNode,
      inner,
      'Write { "secrets": ["GITHUB_TOKEN"] }.',
      (key, valueNode, innermost) => {
        if (key !== "secrets") {
          problem(innermost, valueNode, "is not a known key", 'Use "secrets".');
          return;
        }
        const names = { isItem: isVariableName, what: "the name of a variable", maxLength: maxListLength };
        server.secrets = parseList(valueNode, innermost, names) ?? [];
      },
    );
    servers.set(name, server);
  });
  return servers;
}

function forEachProperty(
  node: ConfigurationNode,
  context: ValueContext,
  fix: string,
  visit: (name: string, value: ConfigurationNode, inner: ValueContext) => void,
): void {
  if (node.type !== "object") {
    problem(context, node, "must be an object", fix);
    return;
  }
  const seen = new Set<string>();
  for (const property of node.children ?? []) {
    if (context.problems.length >= maxProblems) break;
    const [keyNode, valueNode] = property.children ?? [];
    if (keyNode === undefined || valueNode === undefined) continue;
    const name = String(keyNode.value);
    const inner = { ...context, key: `${context.key}.${shownName(name)}` };
    if (seen.has(name)) problem(inner, keyNode, "is written twice", "Keep one of the two.");
    else visit(name, valueNode, inner);
    seen.add(name);
  }
}

interface ListShape {
  readonly isItem: (text: string) => boolean;
  /** Describes an item. */
  readonly what: string;
  readonly maxLength: number;
}

function parseList(
  node: ConfigurationNode,
  context: ValueContext,
  { isItem, what, maxLength }: ListShape,
): string[] | undefined {
  if (node.type !== "array")
    return problem(context, node, "must be a list", `Write [ … ], each item ${what}.`);
  const items = node.children ?? [];
  if (items.length > maxLength) {
    return problem(context, node, `has more than ${maxLength} items`, "Use a pattern with * for many names.");
  }
  const list: string[] = [];
  for (const item of items) {
    if (context.problems.length >= maxProblems) break;
    if (typeof item.value === "string" && isItem(item.value)) list.push(item.value);
    else problem(context, item, "holds something else than text of the right form", `Each item is ${what}.`);
  }
  return list;
}

function isPattern(text: string): boolean {
  return (
    text.length <= maxPatternLength &&
    text.split("*").length <= maxWildcards + 1 &&
    /^[A-Za-z0-9_*]+$/.test(text) &&
    !matchesGlob("PATH", text.toUpperCase())
  );
}

function attempt<T>(context: ValueContext, node: ConfigurationNode, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!RouterError.is(error)) throw error;
    const { message, nextStep } = error as RouterError;
    return problem(context, node, `is not a valid reference: ${message}`, nextStep);
  }
}

function problem(context: ValueContext, node: ConfigurationNode, message: string, fix: string): undefined {
  const { problems, key, text } = context;
  problems.push({ key, line: lineOf(text, node.offset), message, fix });
  return undefined;
}
