import { createScanner, type Node } from "jsonc-parser";

/** Takes a property out of its object with the one comma that goes with it; comments stay where they are. */
export function removeProperty(text: string, property: Node): string {
  const end = property.offset + property.length;
  const siblings = property.parent?.children ?? [];
  const previous = siblings[siblings.indexOf(property) - 1];
  const after = commaAt(text, end);
  const before =
    after === undefined && previous !== undefined
      ? commaAt(text, previous.offset + previous.length)
      : undefined;
  let edited = after === undefined ? text : cut(text, after, after + 1);
  edited = tidy(cut(edited, property.offset, end), property.offset);
  return before === undefined ? edited : cut(edited, before, before + 1);
}

/** Where the comma stands that follows, whatever comments come between. */
function commaAt(text: string, from: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  scanner.scan();
  const offset = scanner.getTokenOffset();
  return text[offset] === "," ? offset : undefined;
}

/** A line that is empty now goes; within a line, of two blanks one. */
function tidy(text: string, at: number): string {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = text.indexOf("\n", at);
  if (lineEnd !== -1 && text.slice(lineStart, lineEnd).trim() === "")
    return cut(text, lineStart, lineEnd + 1);
  return text[at - 1] === " " && text[at] === " " ? cut(text, at, at + 1) : text;
}

function cut(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(end);
}
