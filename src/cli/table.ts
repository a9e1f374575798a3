import { printable, type Terminal } from "./terminal";

export interface Column<Row> {
  readonly title: string;
  cell(row: Row): string;
  /** Colour for the finished, padded cell. */
  paint?(text: string, row: Row, terminal: Terminal): string;
  readonly alignRight?: true;
}

const gap = "  ";

/**
 * Aligned columns, or, where the terminal is too narrow for them, one block of lines a row: nothing is ever cut,
 * because names and references are there to be copied.
 */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  terminal: Terminal,
): string {
  const cells = rows.map((row) => columns.map((column) => printable(column.cell(row)).replaceAll("\n", " ")));
  const widths = columns.map((column, index) =>
    Math.max(width(column.title), ...cells.map((row) => width(row[index] ?? ""))),
  );
  const total = widths.reduce((sum, each) => sum + each, gap.length * (columns.length - 1));
  const fits = terminal.columns === undefined || total <= terminal.columns;
  return fits ? grid(columns, rows, cells, widths, terminal) : blocks(columns, rows, cells, terminal);
}

function grid<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  cells: readonly (readonly string[])[],
  widths: readonly number[],
  terminal: Terminal,
): string {
  const line = (texts: readonly string[], paint: (text: string, index: number) => string) =>
    texts
      .map((text, index) => {
        const isLast = index === texts.length - 1;
        const padding = " ".repeat(Math.max(0, (widths[index] ?? 0) - width(text)));
        const painted = paint(text, index);
        if (columns[index]?.alignRight === true) return padding + painted;
        return isLast ? painted : painted + padding;
      })
      .join(gap)
      .trimEnd();
  const head = line(
    columns.map(({ title }) => title),
    (text) => terminal.dim(text),
  );
  const body = rows.map((row, rowIndex) =>
    line(cells[rowIndex] ?? [], (text, index) => columns[index]?.paint?.(text, row, terminal) ?? text),
  );
  return [head, ...body].join("\n");
}

function blocks<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  cells: readonly (readonly string[])[],
  terminal: Terminal,
): string {
  const titleWidth = Math.max(...columns.slice(1).map(({ title }) => width(title)), 0);
  return rows
    .map((row, rowIndex) =>
      columns
        .map((column, index) => {
          const text = cells[rowIndex]?.[index] ?? "";
          const painted = column.paint?.(text, row, terminal) ?? text;
          if (index === 0) return painted;
          return `  ${terminal.dim(column.title.padEnd(titleWidth))}${gap}${painted}`.trimEnd();
        })
        .join("\n"),
    )
    .join("\n\n");
}

function width(text: string): number {
  return [...text].length;
}
