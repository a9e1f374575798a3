import { randomBytes } from "node:crypto";

/**
 * A number that JavaScript would change: an account number of twenty digits, or 1.10. A vault keeps it as written, so it
 * must come out, and go back with its neighbours, as written.
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** @throws SyntaxError */
export function parseExactJson(text: string, revive: (value: unknown) => unknown): unknown {
  // Random, so that no string from the network can pass for a number.
  const mark = randomBytes(16).toString("hex");
  return JSON.parse(markNumbers(text, mark), (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(mark)
      ? new ExactNumber(value.slice(mark.length))
      : revive(value),
  );
}

export function printExactJson(value: unknown): string {
  const mark = randomBytes(16).toString("hex");
  const printed = JSON.stringify(value, (_key, item: unknown) =>
    item instanceof ExactNumber ? `${mark}${item.text}` : item,
  );
  return printed.replaceAll(new RegExp(`"${mark}([^"]*)"`, "g"), "$1");
}

function markNumbers(text: string, mark: string): string {
  let marked = "";
  for (let from = 0; ; ) {
    const quote = text.indexOf('"', from);
    const outside = quote === -1 ? text.slice(from) : text.slice(from, quote);
    marked += outside.replace(/-?\d[\d.eE+-]*/g, (number) =>
      changes(number) ? `"${mark}${number}"` : number,
    );
    if (quote === -1) return marked;
    from = endOfString(text, quote);
    marked += text.slice(quote, from);
  }
}

function changes(number: string): boolean {
  const isNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(number);
  return isNumber && String(Number(number)) !== number;
}

function endOfString(text: string, quote: number): number {
  for (let index = quote + 1; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}
