import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { insertFirst } from "./insertFirst";

/**
 * Sets top-level keys of a configuration and leaves every other byte as it is.
 * @param text a configuration that parses.
 */
export function editConfiguration(text: string, changes: ReadonlyMap<string, string | number>): string {
  return [...changes].reverse().reduce((edited, [key, value]) => setKey(edited, key, value), text);
}

function setKey(text: string, key: string, value: string | number): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) return text;
  const present = findNodeAtLocation(root, [key]);
  if (present !== undefined) {
    const start = present.offset;
    return text.slice(0, start) + JSON.stringify(value) + text.slice(start + present.length);
  }
  return insertFirst(text, root, `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
}
