import { printable } from "./printable";
import type { Terminal } from "./terminal";
import { wrap } from "./wrap";

export interface Column<Row> {
  readonly title: string;
  cell(row: Row): string;
  /** Colour for the finished, padded cell. */
  paint?(text: string, row: Row, terminal: Terminal): string;
  readonly alignRight?: true;
  /** Where the terminal is too narrow, this cell stands on a line of its own below the row. */
  readonly below?: true;
}

const gap = "  ";

/**
 * Aligned columns. Where the terminal is too narrow, cells that may stand below do, or each row becomes a block of
 * lines: nothing is ever cut, because names and references are there to be copied.
 */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  terminal: Terminal,
): string {
  const whole = layout(columns, rows);
  if (fits(whole, terminal)) return grid(whole, terminal).join("\n");
  const beside = layout(
    columns.filter(({ below }) => below !== true),
    rows,
  );
  const below = layout(
    columns.filter((column) => column.below === true),
    rows,
  );
  if (below.columns.length === 0 || !fits(beside, terminal)) return blocks(whole, terminal);
  const [head = "", ...body] = grid(beside, terminal);
  return [head, ...body.flatMap((line, index) => [line, ...linesBelow(below, index, terminal)])].join("\n");
}

interface Layout<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly cells: readonly (readonly string[])[];
  readonly widths: readonly number[];
}

function layout<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Layout<Row> {
  const cells = rows.map((row) => columns.map((column) => printable(column.cell(row)).replaceAll("\n", " ")));
  const widths = columns.map((column, index) =>
    Math.max(width(column.title), ...cells.map((row) => width(row[index] ?? ""))),
  );
  return { columns, rows, cells, widths };
}

function fits<Row>({ widths }: Layout<Row>, { columns }: Terminal): boolean {
  const total = widths.reduce((sum, each) => sum + each, gap.length * (widths.length - 1));
  return columns === undefined || total <= columns;
}

function linesBelow<Row>(
  { cells }: Layout<Row>,
  index: number,
  { columns = 80 }: Terminal,
): readonly string[] {
  return (cells[index] ?? []).filter((cell) => cell !== "").map((cell) => wrap(cell, columns, "  "));
}

function grid<Row>({ columns, rows, cells, widths }: Layout<Row>, terminal: Terminal): readonly string[] {
  const line = (texts: readonly string[], paint: (text: string, index: number) => string) =>
    texts
      .map((text, index) => {
        const padding = " ".repeat(Math.max(0, (widths[index] ?? 0) - width(text)));
        const painted = paint(text, index);
        if (columns[index]?.alignRight === true) return padding + painted;
        return index === texts.length - 1 ? painted : painted + padding;
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
  return [head, ...body];
}

function blocks<Row>({ columns, rows, cells }: Layout<Row>, terminal: Terminal): string {
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
