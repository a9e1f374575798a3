import type { Node } from "jsonc-parser";

/**
 * Puts a property into an object, or an element into an array, as the first one: anywhere else it would come between an
 * entry and the comment that explains it. Every other byte stays as it is.
 */
export function insertFirst(text: string, container: Node, printed: string): string {
  const opening = container.offset + 1;
  const first = container.children?.[0];
  const close = container.offset + container.length - 1;
  const isEmptyLine = first === undefined && opening === close;
  const isArray = container.type === "array";
  const before = isArray && isEmptyLine ? "" : lead(text, container, first?.offset);
  const after =
    first === undefined ? (isEmptyLine && !isArray ? " " : "") : first.offset === opening ? ", " : ",";
  return `${text.slice(0, opening)}${before}${printed}${after}${text.slice(opening)}`;
}

/** What stands before a new entry: the white space that stands before the first one, else two spaces on a new line. */
function lead(text: string, { offset, type }: Node, firstOffset: number | undefined): string {
  const opening = offset + 1;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  if (firstOffset === undefined) return /[}\]]/.test(text[opening] ?? "") ? " " : `${eol}  `;
  const lineStart = text.lastIndexOf("\n", firstOffset) + 1;
  if (lineStart > opening) return eol + (/^[\t ]*/.exec(text.slice(lineStart, firstOffset))?.[0] ?? "");
  return type === "array" && firstOffset === opening ? "" : " ";
}
