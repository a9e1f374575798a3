import type { TreeNode } from "./treeNode";

/** A row as the editor knows it, by identity: it stays the same while what it shows changes. */
export interface TreeRow extends Pick<TreeNode, "subject" | "folder"> {
  readonly node: TreeNode;
}

/**
 * The rows of the view, and which of them a look has changed. A row that is drawn anew loses the click that has just
 * begun, and until the editor has asked for what is below it, that can be neither opened nor acted on: while programs
 * read, nothing but what has changed is drawn anew.
 */
export class TreeRows {
  readonly #rows = new Map<string, { -readonly [Key in keyof TreeRow]: TreeRow[Key] }>();
  #roots: readonly TreeNode[] = [];
  #drawn: readonly TreeRow[] = [];
  /** The ids of what is to be drawn anew and is not yet, those that wait longest first. */
  readonly #waiting = new Set<string>();
  #opened: TreeRow[] = [];
  /** The ids of those that were closed again: the editor draws nothing below them. */
  readonly #closed = new Set<string>();

  get roots(): TreeRow[] {
    return this.#roots.map((node) => this.#rowOf(node));
  }

  below({ node }: TreeRow): TreeRow[] {
    return (node.children ?? []).map((child) => this.#rowOf(child));
  }

  /**
   * An editor that is asked for what is below one row while it waits for what is below others may mix up the answers. So
   * the next look asks once more for what was opened, and for what was drawn anew by the look before.
   */
  opened(row: TreeRow): void {
    this.#opened.push(row);
    this.#closed.delete(row.node.id);
  }

  closed({ node }: TreeRow): void {
    this.#closed.add(node.id);
  }

  /**
   * Gives the rows to be drawn anew, each with all that is below it; undefined where that is the whole view.
   * @param most that are drawn at once, what is below them included, by default all: the others wait for the next look,
   * so that the editor keeps moving. One with more than that below it is drawn alone.
   */
  update(roots: readonly TreeNode[], most = Number.POSITIVE_INFINITY): readonly TreeRow[] | undefined {
    const changed = changedBelow(this.#roots, roots);
    this.#roots = roots;
    const gone = new Set(this.#rows.keys());
    this.#follow(roots, gone);
    for (const id of gone) {
      this.#rows.delete(id);
      this.#closed.delete(id);
    }
    const again = this.#opened.length === 0 ? [] : [...this.#drawn, ...this.#opened];
    this.#opened = [];
    this.#drawn = [];
    if (changed === undefined) {
      this.#waiting.clear();
      return undefined;
    }
    for (const id of [...again.map(({ node }) => node.id), ...changed]) this.#waiting.add(id);
    this.#drawn = this.#take(most);
    return this.#drawn;
  }

  #take(most: number): readonly TreeRow[] {
    const taken: TreeRow[] = [];
    let drawn = 0;
    for (const id of this.#waiting) {
      const row = this.#rows.get(id);
      drawn += row === undefined ? 0 : this.#drawnWith(row.node);
      if (taken.length > 0 && drawn > most) break;
      this.#waiting.delete(id);
      // What the editor has not asked for yet, it will see as it is.
      if (row !== undefined) taken.push(row);
    }
    return taken;
  }

  /** How many rows the editor draws for one: itself and those that it has asked for below it. */
  #drawnWith({ id, children = [] }: TreeNode): number {
    if (!this.#rows.has(id)) return 0;
    if (this.#closed.has(id)) return 1;
    return children.reduce((count, child) => count + this.#drawnWith(child), 1);
  }

  #follow(nodes: readonly TreeNode[], gone: Set<string>): void {
    for (const node of nodes) {
      const row = this.#rows.get(node.id);
      if (row !== undefined) row.node = node;
      gone.delete(node.id);
      this.#follow(node.children ?? [], gone);
    }
  }

  #rowOf(node: TreeNode): TreeRow {
    const known = this.#rows.get(node.id);
    if (known !== undefined) return known;
    const { subject, folder } = node;
    const row = { node, ...(subject !== undefined && { subject }), ...(folder !== undefined && { folder }) };
    this.#rows.set(node.id, row);
    return row;
  }
}

/** The ids of what looks different; undefined where other rows stand there than before. */
function changedBelow(
  before: readonly TreeNode[],
  after: readonly TreeNode[],
): readonly string[] | undefined {
  if (before.length !== after.length) return undefined;
  const changed: string[] = [];
  for (const [index, node] of after.entries()) {
    const old = before[index];
    if (old === undefined || old.id !== node.id) return undefined;
    const below = looksSame(old, node) ? changedBelow(old.children ?? [], node.children ?? []) : undefined;
    if (below === undefined) changed.push(node.id);
    else changed.push(...below);
  }
  return changed;
}

function looksSame(before: TreeNode, after: TreeNode): boolean {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof TreeNode>;
  keys.delete("children");
  return [...keys].every(
    (key) => before[key] === after[key] || JSON.stringify(before[key]) === JSON.stringify(after[key]),
  );
}
