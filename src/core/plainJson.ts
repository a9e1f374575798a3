export interface PlainJson {
  /** JSON as `JSON.parse` takes it. */
  readonly text: string;
  /** How many keys are written in it, those that are written twice included. */
  readonly keys: number;
}

const code = {
  tab: 9,
  newline: 10,
  return: 13,
  space: 32,
  quote: 34,
  star: 42,
  comma: 44,
  slash: 47,
  colon: 58,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;

/**
 * Takes comments and trailing commas out of JSON. What is no JSON at all is left to `JSON.parse` to refuse; undefined
 * where that could not see what is wrong.
 */
export function plainJson(text: string): PlainJson | undefined {
  const cuts: [from: number, to: number][] = [];
  let keys = 0;
  // The last character that is neither blank nor comment, and the one before it.
  let last = 0;
  let beforeLast = 0;
  let lastAt = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (isBlank(character)) continue;
    if (character === code.slash) {
      const end = endOfComment(text, at);
      if (end === undefined) return undefined;
      cuts.push([at, end]);
      at = end - 1;
      continue;
    }
    if (character === code.quote) {
      at = endOfString(text, at);
    } else if (character === code.colon) {
      keys++;
    } else if ((character === code.closeBrace || character === code.closeBracket) && last === code.comma) {
      // Behind nothing a comma is no trailing one.
      if (!endsValue(beforeLast)) return undefined;
      cuts.push([lastAt, lastAt + 1]);
    }
    beforeLast = last;
    last = character;
    lastAt = at;
  }
  return { text: without(text, cuts), keys };
}

function isBlank(character: number): boolean {
  return (
    character === code.space ||
    character === code.newline ||
    character === code.return ||
    character === code.tab
  );
}

function endOfComment(text: string, start: number): number | undefined {
  const second = text.charCodeAt(start + 1);
  if (second === code.slash) return endOfLine(text, start);
  const end = second === code.star ? text.indexOf("*/", start + 2) : -1;
  return end === -1 ? undefined : end + 2;
}

/** A carriage return alone ends a line too, as it does for the full parser. */
function endOfLine(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === code.newline || character === code.return) return at;
  }
  return text.length;
}

/** The place of the closing quote; the text's end when there is none. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === code.backslash) at++;
    else if (character === code.quote) break;
  }
  return at;
}

function endsValue(character: number): boolean {
  return (
    character !== 0 &&
    character !== code.comma &&
    character !== code.colon &&
    character !== code.openBrace &&
    character !== code.openBracket
  );
}

function without(text: string, cuts: [number, number][]): string {
  if (cuts.length === 0) return text;
  let rest = "";
  let start = 0;
  // A comma is cut after the comments that stand behind it were found.
  for (const [from, to] of cuts.sort(([a], [b]) => a - b)) {
    rest += `${text.slice(start, from)} `;
    start = to;
  }
  return rest + text.slice(start);
}
