import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { insertFirst } from "./insertFirst";
import { removeProperty } from "./removeProperty";

/** Adds a name to `patterns.exclude` of a configuration that parses, and leaves every other byte as it is. */
export function excludeName(text: string, name: string): string {
  const root = treeOf(text);
  if (root === undefined) return text;
  const printed = JSON.stringify(name);
  const exclude = findNodeAtLocation(root, ["patterns", "exclude"]);
  if (exclude !== undefined) {
    const isThere = exclude.children?.some(({ value }) => value === name) === true;
    return isThere ? text : insertFirst(text, exclude, printed);
  }
  const patterns = findNodeAtLocation(root, ["patterns"]);
  if (patterns !== undefined) return insertFirst(text, patterns, `"exclude": [${printed}]`);
  return insertFirst(text, root, `"patterns": { "exclude": [${printed}] }`);
}

/** Gives a name a reference of its own under `secrets`; one that it has there already stays. */
export function mapName(text: string, name: string, reference: string): string {
  const root = treeOf(text);
  if (root === undefined || findNodeAtLocation(root, ["secrets", name]) !== undefined) return text;
  const mapping = `${JSON.stringify(name)}: ${JSON.stringify(reference)}`;
  const secrets = findNodeAtLocation(root, ["secrets"]);
  if (secrets !== undefined) return insertFirst(text, secrets, mapping);
  return insertFirst(text, root, `"secrets": { ${mapping} }`);
}

/** Takes a name out of `secrets`, in every environment too. */
export function unmapName(text: string, name: string): string {
  let edited = text;
  // One at a time: each removal moves the others.
  for (;;) {
    const property = mappingsOf(edited, name)[0];
    if (property === undefined) return edited;
    edited = removeProperty(edited, property);
  }
}

/** Where a name is mapped: in the environment that is in force, else at the top, else in any. */
export function offsetOfMapping(
  text: string,
  name: string,
  environment: string | undefined,
): number | undefined {
  const root = treeOf(text);
  const overlay =
    root && environment !== undefined
      ? findNodeAtLocation(root, ["environments", environment, "secrets", name])
      : undefined;
  return (overlay?.parent ?? mappingsOf(text, name)[0])?.offset;
}

/** The properties of that name below `secrets`. */
function mappingsOf(text: string, name: string): readonly Node[] {
  const root = treeOf(text);
  if (root === undefined) return [];
  const environments = findNodeAtLocation(root, ["environments"])?.children ?? [];
  const layers = [root, ...environments.flatMap(({ children }) => children?.[1] ?? [])];
  return layers.flatMap((layer) => {
    const property = findNodeAtLocation(layer, ["secrets", name])?.parent;
    return property === undefined ? [] : [property];
  });
}

function treeOf(text: string): Node | undefined {
  return parseTree(text, [], { allowTrailingComma: true });
}
