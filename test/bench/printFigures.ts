import { type Figure, isMissed } from "./figure";

const nameWidth = 46;
const valueWidth = 12;

/** One line a figure: what, how much, what it may be at most, and whether it is. */
export function figureLine(figure: Figure): string {
  const { name, target, note } = figure;
  const value = figure.value === null ? "-" : format(figure.value, figure);
  const limit = target === null ? "" : `<= ${format(target, figure)}`;
  const verdict = target === null || figure.value === null ? "" : isMissed(figure) ? "MISSED" : "ok";
  const cells = [
    `  ${name.padEnd(nameWidth)}`,
    value.padStart(valueWidth),
    limit.padEnd(valueWidth),
    verdict.padEnd(6),
  ];
  return `${cells.join("  ").trimEnd()}${note === undefined ? "" : `\n    ${note}`}`;
}

function format(value: number, { unit }: Figure): string {
  if (value === Number.POSITIVE_INFINITY) return "none";
  switch (unit) {
    case "x":
      return `${value.toFixed(3)} x`;
    case "MiB":
      return `${value.toFixed(2)} MiB`;
    case "ms":
      return `${Math.round(value)} ms`;
    default:
      return String(value);
  }
}
