import { type Node, parseTree } from "jsonc-parser";

/** The line, counted from 1, at which a file defines a server; undefined for what does not parse or is not there. */
export function serverLine(text: string, name: string): number | undefined {
  const offset = findServer(treeOf(text), name)?.offset;
  return offset === undefined ? undefined : text.slice(0, offset).split("\n").length;
}

/** The first property of that name whose value has what makes an entry a server, however deep its map lies. */
function findServer(node: Node | undefined, name: string): Node | undefined {
  for (const child of node?.children ?? []) {
    const [key, value] = child.children ?? [];
    if (child.type === "property" && key?.value === name && isServer(value)) return child;
    const below = findServer(child.type === "property" ? value : child, name);
    if (below !== undefined) return below;
  }
  return undefined;
}

function isServer(value: Node | undefined): boolean {
  const keys = value?.children?.map(({ children }) => children?.[0]?.value) ?? [];
  return keys.some((key) => ["command", "url", "serverUrl"].includes(String(key)));
}

function treeOf(text: string): Node | undefined {
  try {
    return parseTree(text.replace(/^\ufeff/, ""), [], { allowTrailingComma: true });
  } catch {
    // It nests too deeply for a recursive parser.
    return undefined;
  }
}
