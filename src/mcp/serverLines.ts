import { type Node, parseTree } from "jsonc-parser";

/** The lines, counted from 1, at which a file defines its servers, by name; empty for what does not parse. */
export function serverLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const lineAt = lineCounter(text);
  for (const [name, offset] of serverOffsets(text)) if (!lines.has(name)) lines.set(name, lineAt(offset));
  return lines;
}

function serverOffsets(text: string): readonly (readonly [string, number])[] {
  const offsets: (readonly [string, number])[] = [];
  try {
    collectServers(parseTree(text.replace(/^\ufeff/, ""), [], { allowTrailingComma: true }), offsets);
    return offsets;
  } catch {
    // It nests too deeply for what is recursive, in the parser or here.
    return [];
  }
}

/** Each property whose value has what makes an entry a server, however deep its map lies, in the order of the text. */
function collectServers(node: Node | undefined, offsets: (readonly [string, number])[]): void {
  for (const child of node?.children ?? []) {
    const [key, value] = child.children ?? [];
    const isProperty = child.type === "property";
    if (isProperty && isServer(value)) offsets.push([String(key?.value), child.offset]);
    collectServers(isProperty ? value : child, offsets);
  }
}

function isServer(value: Node | undefined): boolean {
  const keys = value?.children?.map(({ children }) => children?.[0]?.value) ?? [];
  return keys.some((key) => ["command", "url", "serverUrl"].includes(String(key)));
}

/** Counts on from where it was asked before: each offset lies behind the last. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let end = text.indexOf("\n");
  return (offset) => {
    for (; end !== -1 && end < offset; end = text.indexOf("\n", end + 1)) line++;
    return line;
  };
}
