import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { insertFirst } from "./insertFirst";

/**
 * Sets top-level keys of a configuration and leaves every other byte as it is.
 * @param text a configuration that parses.
 * @param environment sets them in that overlay of it instead, which must be there.
 */
export function editConfiguration(
  text: string,
  changes: ReadonlyMap<string, string | number>,
  environment?: string,
): string {
  const place = environment === undefined ? [] : ["environments", environment];
  return [...changes].reverse().reduce((edited, [key, value]) => setKey(edited, place, key, value), text);
}

function setKey(text: string, place: readonly string[], key: string, value: string | number): string {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const root = tree && findNodeAtLocation(tree, [...place]);
  if (root === undefined) return text;
  const present = findNodeAtLocation(root, [key]);
  if (present !== undefined) {
    const start = present.offset;
    return text.slice(0, start) + JSON.stringify(value) + text.slice(start + present.length);
  }
  return insertFirst(text, root, `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
}
