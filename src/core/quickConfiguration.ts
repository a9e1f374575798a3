import type { ConfigurationFile } from "./configurationFile";
import type { ConfigurationNode } from "./configurationNode";
import type { ConfigurationProblem } from "./configurationProblem";
import { parseLayer } from "./parseLayer";
import { plainJson } from "./plainJson";

const maxQuickLength = 64 * 1024;
// Nobody is told of a place: what is wrong is looked for again by the full parser.
const offset = 0;

/**
 * What `parseConfiguration` gives, without the parser that knows where each thing stands: `exec` waits for it before
 * every launch. Undefined when anything is wrong, or might be; the full parser then says what and where.
 */
export function quickConfiguration(text: string): ConfigurationFile | undefined {
  const root = text.length > maxQuickLength ? undefined : treeOf(text);
  if (root === undefined) return undefined;
  const problems: ConfigurationProblem[] = [];
  const layer = parseLayer(root, { text, problems, prefix: "", top: true });
  if (problems.length > 0) return undefined;
  return { layer, environmentNames: [...(layer.environments?.keys() ?? [])] };
}

function treeOf(text: string): ConfigurationNode | undefined {
  try {
    const plain = plainJson(text);
    if (plain === undefined) return undefined;
    const counted = { keys: 0 };
    const root = nodeOf(JSON.parse(plain.text), counted);
    // `JSON.parse` keeps the last of two equal keys, which is an error here.
    return counted.keys === plain.keys ? root : undefined;
  } catch {
    // No JSON, or nested too deeply.
    return undefined;
  }
}

function nodeOf(value: unknown, counted: { keys: number }): ConfigurationNode {
  if (Array.isArray(value)) {
    return { type: "array", offset, children: value.map((item) => nodeOf(item, counted)) };
  }
  if (typeof value !== "object" || value === null) return scalar(value);
  const children = Object.entries(value).map(([key, item]): ConfigurationNode => {
    counted.keys++;
    if (/^\d/.test(key)) throw new RangeError("Such keys change their order when they are parsed.");
    return { type: "property", offset, children: [scalar(key), nodeOf(item, counted)] };
  });
  return { type: "object", offset, children };
}

function scalar(value: unknown): ConfigurationNode {
  return { type: value === null ? "null" : (typeof value as "string" | "number" | "boolean"), offset, value };
}
