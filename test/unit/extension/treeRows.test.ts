import { describe, expect, it } from "vitest";
import type { TreeNode } from "../../../src/extension/tree/treeNode";
import { TreeRows } from "../../../src/extension/tree/treeRows";

const detail = (id: string, description: string): TreeNode => ({
  id,
  kind: "detail",
  label: id,
  description,
});
const secret = (name: string, reads: number): TreeNode => ({
  id: `secret:${name}`,
  kind: "secret",
  label: name,
  subject: name,
  folder: "file:///w",
  children: [detail(`secret:${name}:Reads`, String(reads))],
});
const group = (label: string, ...children: readonly TreeNode[]): TreeNode => ({
  id: `group:${label}`,
  kind: "group",
  label,
  description: String(children.length),
  children,
});

/** As an editor with every row open. */
function shown(...roots: readonly TreeNode[]): TreeRows {
  const rows = new TreeRows();
  rows.update(roots);
  const open = (row: (typeof rows.roots)[number]): void => rows.below(row).forEach(open);
  rows.roots.forEach(open);
  return rows;
}
const idsOf = (rows: ReturnType<TreeRows["update"]>): readonly string[] | undefined =>
  rows?.map(({ node }) => node.id);

describe("the rows of the view", () => {
  it("are left alone by a look that finds nothing new", () => {
    const rows = shown(group("Secrets", secret("A", 1), secret("B", 1)));
    expect(rows.update([group("Secrets", secret("A", 1), secret("B", 1))])).toEqual([]);
  });

  it.each([
    ["a count below a secret", { children: [detail("secret:A:Reads", "2")] }, ["secret:A:Reads"]],
    ["the secret itself", { description: "match" }, ["secret:A"]],
    ["what a click on it does", { opens: { path: "/w/a", line: 2 } }, ["secret:A"]],
    ["a mark that went", { icon: undefined }, ["secret:A"]],
    ["what is below it", { children: [detail("secret:A:Version", "3")] }, ["secret:A"]],
    ["that nothing is below it", { children: [] }, ["secret:A"]],
  ] as const)("are drawn anew alone where %s has changed", (_what, change, ids) => {
    const before = { ...secret("A", 1), icon: "key", opens: { path: "/w/a", line: 1 } };
    const rows = shown(group("Secrets", before, secret("B", 1)));
    const after = { ...before, ...change } as TreeNode;
    expect(idsOf(rows.update([group("Secrets", after, secret("B", 1))]))).toEqual(ids);
  });

  it("are drawn anew with their group where one comes, goes or moves, and the other groups are not", () => {
    const sessions = group("Sessions", detail("session:1", "vault"));
    const [a, b] = [secret("A", 1), secret("B", 1)];
    for (const children of [[a], [a, b, secret("C", 0)], [b, a]])
      expect(
        idsOf(shown(group("Secrets", a, b), sessions).update([group("Secrets", ...children), sessions])),
      ).toEqual(["group:Secrets"]);
  });

  it("are all drawn anew where another group stands there", () => {
    const rows = shown(group("Secrets", secret("A", 1)));
    expect(rows.update([group("Servers"), group("Secrets", secret("A", 1))])).toBeUndefined();
    expect(rows.update([])).toBeUndefined();
  });

  it("are drawn anew one by one however many have changed, for those that are opened meanwhile belong to them", () => {
    const secrets = (reads: number) =>
      group("Secrets", ...Array.from({ length: 500 }, (_, index) => secret(`K${index}`, reads)));
    expect(shown(secrets(1)).update([secrets(2)])).toHaveLength(500);
  });

  it("are drawn anew a few at a look, those that wait longest first, until all of them were", () => {
    const secrets = (...reads: readonly number[]) => [
      group("Secrets", ...reads.map((count, index) => secret(`K${index}`, count))),
    ];
    const rows = shown(...secrets(1, 1, 1, 1));
    expect(idsOf(rows.update(secrets(2, 2, 2, 1), 2))).toEqual(["secret:K0:Reads", "secret:K1:Reads"]);
    expect(idsOf(rows.update(secrets(3, 2, 2, 2), 2))).toEqual(["secret:K2:Reads", "secret:K0:Reads"]);
    expect(idsOf(rows.update(secrets(3, 2, 2, 2), 2))).toEqual(["secret:K3:Reads"]);
    expect(rows.update(secrets(3, 2, 2, 2), 2)).toEqual([]);
  });

  it("that wait are drawn anew by a change that concerns all, and not once more after the whole view was", () => {
    const before = [group("Secrets", secret("A", 1), secret("B", 1))];
    const after = [group("Secrets", secret("A", 2), secret("B", 2))];
    const rows = shown(...before);
    rows.update(after, 1);
    expect(idsOf(rows.update(after))).toEqual(["secret:B:Reads"]);
    rows.update(before, 1);
    const more = [...before, group("Servers")];
    expect(rows.update(more)).toBeUndefined();
    expect(rows.update(more)).toEqual([]);
  });

  it("that were opened are drawn anew once more a few at a look, each counted with what is below it", () => {
    const now = [group("Secrets", secret("A", 1), secret("B", 1), secret("C", 1))];
    const drawnWithin = (most: number) => {
      const rows = shown(...now);
      for (const row of rows.roots.flatMap((root) => rows.below(root))) rows.opened(row);
      return [1, 2, 3].map(() => idsOf(rows.update(now, most)));
    };
    expect(drawnWithin(4)).toEqual([["secret:A", "secret:B"], ["secret:C"], []]);
    expect(drawnWithin(3)).toEqual([["secret:A"], ["secret:B"], ["secret:C"]]);
    // Alone, where it is more than all that may be drawn.
    expect(drawnWithin(1)).toEqual([["secret:A"], ["secret:B"], ["secret:C"]]);
  });

  it("count without what is below them once they are closed", () => {
    const now = [group("Secrets", secret("A", 1), secret("B", 1), secret("C", 1))];
    const rows = shown(...now);
    const secrets = rows.roots.flatMap((root) => rows.below(root));
    for (const row of secrets) rows.opened(row);
    for (const row of secrets.slice(0, 2)) rows.closed(row);
    expect(idsOf(rows.update(now, 3))).toEqual(["secret:A", "secret:B"]);
    const [a] = secrets;
    if (a !== undefined) rows.opened(a);
    expect(idsOf(rows.update(now, 3))).toEqual(["secret:C"]);
    expect(idsOf(rows.update(now, 3))).toEqual(["secret:A", "secret:B"]);
  });

  it("count without what the editor has not asked for", () => {
    const rows = new TreeRows();
    const now = [group("Secrets", secret("A", 1), secret("B", 1), secret("C", 1))];
    rows.update(now);
    for (const row of rows.roots.flatMap((root) => rows.below(root))) rows.opened(row);
    expect(idsOf(rows.update(now, 2))).toEqual(["secret:A", "secret:B"]);
  });

  it("are drawn anew once more when they were opened, with those of the look before", () => {
    const rows = shown(group("Secrets", secret("A", 1), secret("B", 1), secret("C", 1)));
    const [, , c] = rows.roots.flatMap((root) => rows.below(root));
    const now = [group("Secrets", secret("A", 2), secret("B", 1), secret("C", 1))];
    expect(idsOf(rows.update(now))).toEqual(["secret:A:Reads"]);
    if (c !== undefined) rows.opened(c);
    expect(idsOf(rows.update(now))).toEqual(["secret:A:Reads", "secret:C"]);
    expect(rows.update(now)).toEqual([]);
  });

  it("stay the same for the editor, which tells them apart by identity, and show what is now", () => {
    const rows = shown(group("Secrets", secret("A", 1)));
    const [before] = rows.roots.flatMap((root) => rows.below(root));
    rows.update([group("Secrets", { ...secret("A", 1), description: "match" })]);
    const [after] = rows.roots.flatMap((root) => rows.below(root));
    expect(after).toBe(before);
    expect(after?.node.description).toBe("match");
    expect([after?.subject, after?.folder]).toEqual(["A", "file:///w"]);
  });

  it("are not drawn anew where the editor has not asked for them, and forgotten when they are gone", () => {
    const rows = new TreeRows();
    rows.update([group("Secrets", secret("A", 1))]);
    const [root] = rows.roots;
    expect(rows.update([group("Secrets", secret("A", 2))])).toEqual([]);
    rows.update([]);
    rows.update([group("Secrets", secret("A", 2))]);
    expect(rows.roots[0]).not.toBe(root);
  });
});
