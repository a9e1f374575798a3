import { findNodeAtLocation, parseTree } from "jsonc-parser";

/**
 * Sets top-level keys of a configuration and leaves every other byte as it is. A new key goes right behind the opening
 * brace: anywhere else it would come between a key and the comment that explains it.
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
  const brace = root.offset + 1;
  const first = root.children?.[0];
  const property = `${lead(text, brace, first?.offset)}${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const isEmptyLine = first === undefined && text[brace] === "}";
  return `${text.slice(0, brace)}${property}${first === undefined ? (isEmptyLine ? " " : "") : ","}${text.slice(brace)}`;
}

/** What stands before a new key: the white space that stands before the first one, else two spaces on a new line. */
function lead(text: string, brace: number, firstOffset: number | undefined): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  if (firstOffset === undefined) return text[brace] === "}" ? " " : `${eol}  `;
  const lineStart = text.lastIndexOf("\n", firstOffset) + 1;
  if (lineStart <= brace) return " ";
  const indent = /^[\t ]*/.exec(text.slice(lineStart, firstOffset))?.[0] ?? "";
  return eol + indent;
}
