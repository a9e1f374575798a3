import manifest from "../../../package.json";
import type { NodeKind } from "../../../src/extension/tree/treeNode";
import { holds } from "../../support/whenClause";

const { commands, menus, views } = manifest.contributes;
const [view] = views.secretRouter;

/** The context menu of a row as the manifest has it: the titles in their order, with a line between two groups. */
export function menuOfRow(kind: NodeKind): readonly string[] {
  const values = { view: view?.id ?? "", viewItem: kind };
  const entries = menus["view/item/context"]
    .filter(({ when, group }) => !group.startsWith("inline") && holds(when, values))
    .map(({ command, group }) => ({ title: titleOf(command), ...placeOf(group) }))
    .toSorted((one, other) => one.group.localeCompare(other.group) || one.order - other.order);
  return entries.flatMap(({ title, group }, index) => {
    const before = entries[index - 1];
    return before === undefined || before.group === group ? [title] : [menuLine, title];
  });
}

/** Stands for the line between two groups. */
export const menuLine = "---";

function placeOf(group: string): { readonly group: string; readonly order: number } {
  const [name = "", order] = group.split("@");
  return { group: name, order: Number(order) };
}

function titleOf(command: string): string {
  return commands.find((candidate) => candidate.command === command)?.title ?? command;
}
