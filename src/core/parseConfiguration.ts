import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { closest } from "./closest";
import { type Configuration, type ConfigurationLayer, mergeLayers } from "./configuration";
import { configurationKeys, isConfigurationKey, type KeyDefinition } from "./configurationKeys";
import { type ConfigurationProblem, lineOf, maxProblems } from "./configurationProblem";
import { parseKeyValue, type ValueContext } from "./parseKeyValue";
import { RouterError } from "./routerError";
import { shownName } from "./shownName";

/** The last accepted size of the file, in characters. */
export const maxConfigurationLength = 1024 * 1024;

/** The file as parsed, before one of its environments is chosen. */
export interface ConfigurationFile {
  readonly layer: ConfigurationLayer;
  readonly environmentNames: readonly string[];
}

/**
 * Parses `secret-router.json` (JSON with comments).
 * @param path only named in messages.
 * @throws RouterError CONFIG_NOT_JSON or CONFIG_INVALID; the message names every key, line and fix.
 */
export function parseConfiguration(text: string, path: string): ConfigurationFile {
  if (text.length > maxConfigurationLength) throw invalid(path, [tooLarge]);
  const errors: ParseError[] = [];
  const root = attemptTree(text, path, errors);
  const firstError = errors[0];
  if (firstError !== undefined || root === undefined) throw notJson(text, path, firstError);
  const problems: ConfigurationProblem[] = [];
  const layer = parseLayer(root, { text, problems, prefix: "", top: true });
  if (problems.length > 0) throw invalid(path, problems);
  return { layer, environmentNames: [...(layer.environments?.keys() ?? [])] };
}

function attemptTree(text: string, path: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch {
    // The parser is recursive: a file that nests some thousand levels deep exhausts the stack.
    throw invalid(path, [tooDeep]);
  }
}

/** @throws RouterError CONFIG_INVALID when the file has no such environment. */
export function chooseEnvironment(file: ConfigurationFile, environment: string | undefined): Configuration {
  if (environment === undefined) return mergeLayers([file.layer]);
  const overlay = file.layer.environments?.get(environment);
  if (overlay !== undefined) return mergeLayers([file.layer, overlay]);
  throw new RouterError(
    "CONFIG_INVALID",
    `The configuration has no environment "${environment}".`,
    file.environmentNames.length === 0
      ? 'Add it under "environments", or leave --environment out.'
      : `Use one of: ${file.environmentNames.join(", ")}.`,
  );
}

interface LayerContext {
  readonly text: string;
  readonly problems: ConfigurationProblem[];
  /** Dotted path before the keys of this layer, such as `environments.prod.`. */
  readonly prefix: string;
  readonly top: boolean;
}

function parseLayer(node: Node, context: LayerContext): ConfigurationLayer {
  const { text, problems, prefix, top } = context;
  if (node.type !== "object") {
    const key = prefix === "" ? "(the file)" : prefix.slice(0, -1);
    problems.push({
      key,
      line: lineOf(text, node.offset),
      message: "must be an object",
      fix: "Write { … }.",
    });
    return {};
  }
  const layer: Record<string, unknown> = Object.create(null);
  for (const property of node.children ?? []) {
    if (problems.length >= maxProblems) break;
    const [keyNode, valueNode] = property.children ?? [];
    if (keyNode === undefined || valueNode === undefined) continue;
    const key = String(getNodeValue(keyNode));
    const line = lineOf(text, keyNode.offset);
    if (key === "$schema" && top) continue;
    const dotted = prefix + shownName(key);
    if (Object.hasOwn(layer, key)) {
      problems.push({ key: dotted, line, message: "is written twice", fix: "Keep one of the two." });
    } else if (!isConfigurationKey(key) || (!top && key === "environments")) {
      problems.push(unknownKey(dotted, key, line));
    } else if (key === "environments") {
      layer[key] = parseEnvironments(valueNode, context);
    } else {
      const valueContext: ValueContext = { text, problems, key: dotted };
      layer[key] = parseKeyValue((configurationKeys[key] as KeyDefinition).shape, valueNode, valueContext);
    }
  }
  return layer;
}

function parseEnvironments(node: Node, context: LayerContext): ReadonlyMap<string, ConfigurationLayer> {
  const { text, problems } = context;
  const overlays = new Map<string, ConfigurationLayer>();
  if (node.type !== "object") {
    const line = lineOf(text, node.offset);
    problems.push({
      key: "environments",
      line,
      message: "must be an object",
      fix: 'Write { "staging": {} }.',
    });
    return overlays;
  }
  for (const property of node.children ?? []) {
    if (problems.length >= maxProblems) break;
    const [keyNode, valueNode] = property.children ?? [];
    if (keyNode === undefined || valueNode === undefined) continue;
    const name = String(getNodeValue(keyNode));
    if (overlays.has(name)) {
      const line = lineOf(text, keyNode.offset);
      const fix = "Keep one of the two.";
      problems.push({ key: `environments.${shownName(name)}`, line, message: "is written twice", fix });
    }
    overlays.set(
      name,
      parseLayer(valueNode, { ...context, prefix: `environments.${shownName(name)}.`, top: false }),
    );
  }
  return overlays;
}

function unknownKey(dotted: string, key: string, line: number): ConfigurationProblem {
  const meant = closest(key, Object.keys(configurationKeys));
  const fix = meant === undefined ? "Remove it." : `Did you mean "${meant}"?`;
  return { key: dotted, line, message: "is not a known key", fix };
}

const tooLarge: ConfigurationProblem = {
  key: "(the file)",
  line: 1,
  message: `is larger than ${maxConfigurationLength} characters`,
  fix: "Split the project or remove what is not needed.",
};

const tooDeep: ConfigurationProblem = {
  key: "(the file)",
  line: 1,
  message: "nests too deeply",
  fix: "Nothing in it needs more than five levels.",
};

function notJson(text: string, path: string, error: ParseError | undefined): RouterError {
  const line = lineOf(text, error?.offset ?? 0);
  const what = error === undefined ? "it is empty" : splitWords(printParseErrorCode(error.error));
  return new RouterError(
    "CONFIG_NOT_JSON",
    `${path}, line ${line}: not valid JSON (${what}).`,
    "Mend the line; comments and trailing commas are allowed.",
  );
}

function invalid(path: string, problems: readonly ConfigurationProblem[]): RouterError {
  const lines = problems.map(
    ({ key, line, message, fix }) => `${path}, line ${line}: "${key}" ${message}. ${fix}`,
  );
  return new RouterError(
    "CONFIG_INVALID",
    lines.join("\n"),
    "Until it is mended, the last good configuration stays.",
  );
}

function splitWords(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
