import { closest } from "./closest";
import type { ConfigurationLayer } from "./configuration";
import { configurationKeys, isConfigurationKey, type KeyDefinition } from "./configurationKeys";
import type { ConfigurationNode } from "./configurationNode";
import { type ConfigurationProblem, lineOf, maxProblems } from "./configurationProblem";
import { parseKeyValue, type ValueContext } from "./parseKeyValue";
import { shownName } from "./shownName";

interface LayerContext {
  readonly text: string;
  readonly problems: ConfigurationProblem[];
  /** Dotted path before the keys of this layer, such as `environments.prod.`. */
  readonly prefix: string;
  readonly top: boolean;
}

/** Parses the file, or one overlay of it; what is wrong is added to the problems. */
export function parseLayer(node: ConfigurationNode, context: LayerContext): ConfigurationLayer {
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
    const key = String(keyNode.value);
    // Counting lines of a sound file at each of its keys would take long.
    const line = (): number => lineOf(text, keyNode.offset);
    if (key === "$schema" && top) continue;
    const dotted = prefix + shownName(key);
    if (Object.hasOwn(layer, key)) {
      problems.push({ key: dotted, line: line(), message: "is written twice", fix: "Keep one of the two." });
    } else if (!isConfigurationKey(key) || (!top && key === "environments")) {
      problems.push(unknownKey(dotted, key, line()));
    } else if (key === "environments") {
      layer[key] = parseEnvironments(valueNode, context);
    } else {
      const valueContext: ValueContext = { text, problems, key: dotted };
      layer[key] = parseKeyValue((configurationKeys[key] as KeyDefinition).shape, valueNode, valueContext);
    }
  }
  return layer;
}

function parseEnvironments(
  node: ConfigurationNode,
  context: LayerContext,
): ReadonlyMap<string, ConfigurationLayer> {
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
    const name = String(keyNode.value);
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
