/** One assignment in a dotenv file, as the `dotenv` package reads it. */
export interface EnvEntry {
  readonly name: string;
  readonly value: string;
  /** Offsets of the whole lines that the entry takes, with its comment and its line end. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
}

export interface EnvFile {
  /** In the order of the file; a name may stand there several times, and the last one counts. */
  readonly entries: readonly EnvEntry[];
  /** Numbers of lines that are neither entries nor comments. What they hold is not repeated: it may be half a secret. */
  readonly invalidLines: readonly number[];
}

/** Those of regular expressions, as dotenv matches with one. */
const lineEnds = "\n\r\u2028\u2029";

/**
 * Reads a dotenv file as the `dotenv` package does, oddities included (a quoted value may begin on the line after its
 * name; quotes that do not close are part of the value), because what we take for a value must be what the program saw.
 * Linear in the text, where that package matches one regular expression that backtracks.
 */
export function parseEnvFile(text: string): EnvFile {
  const entries: EnvEntry[] = [];
  const invalidLines: number[] = [];
  const lines = lineCounter(text);
  let position = 0;
  while (position < text.length) {
    const start = skipSpace(text, position);
    if (start === text.length) break;
    const found = readAssignment(text, start);
    if (found === undefined) {
      if (text[start] !== "#") invalidLines.push(lines.at(start));
      position = nextLine(text, start);
      continue;
    }
    const end = nextLine(text, found.end);
    entries.push({
      name: found.name,
      value: found.value,
      start: lineStart(text, start),
      end,
      line: lines.at(start),
    });
    position = end;
  }
  return { entries, invalidLines };
}

/** Takes out exactly the lines of these names' entries and leaves all else byte for byte. */
export function removeEntries(text: string, names: readonly string[]): string {
  const gone = new Set(names);
  let kept = "";
  let position = 0;
  for (const { name, start, end } of parseEnvFile(text).entries) {
    if (!gone.has(name)) continue;
    kept += text.slice(position, start);
    position = end;
  }
  return kept + text.slice(position);
}

interface Assignment {
  readonly name: string;
  readonly value: string;
  /** Where the value ends, before a comment. */
  readonly end: number;
}

function readAssignment(text: string, start: number): Assignment | undefined {
  const afterExport = /export\s+/y;
  afterExport.lastIndex = start;
  const exported = afterExport.test(text) ? readPlain(text, afterExport.lastIndex) : undefined;
  // `export = x` names a variable called export.
  return exported ?? readPlain(text, start);
}

function readPlain(text: string, start: number): Assignment | undefined {
  // A colon wants white space after it, of which exactly one counts; after an equals sign none does.
  const nameAndSign = /([\w.-]+)(?:\s*=|:(?:\r\n|\s))/y;
  nameAndSign.lastIndex = start;
  const name = nameAndSign.exec(text)?.[1];
  if (name === undefined) return undefined;
  const from = nameAndSign.lastIndex;
  const end = quotedEnd(text, from) ?? unquotedEnd(text, from);
  return { name, value: unquoted(text.slice(from, end)), end };
}

function unquotedEnd(text: string, from: number): number {
  const run = /[^#\r\n]*/y;
  run.lastIndex = from;
  run.test(text);
  return run.lastIndex;
}

/** The end of a value in quotes that are followed by nothing but a comment; it may lie lines away. */
function quotedEnd(text: string, from: number): number | undefined {
  const open = skipSpace(text, from);
  const quote = text[open];
  if (quote !== "'" && quote !== '"' && quote !== "`") return undefined;
  const escaped: number[] = [];
  for (let at = text.indexOf(quote, open + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    if (text[at - 1] === "\\") {
      escaped.push(at);
      continue;
    }
    if (endsLine(text, at + 1)) return at + 1;
    break;
  }
  // Else the last of the escaped quotes that could close does, as `"C:\dir\"` was meant.
  const close = escaped.reverse().find((at) => endsLine(text, at + 1));
  return close === undefined ? undefined : close + 1;
}

/** Only white space before the line's end or a comment. */
function endsLine(text: string, from: number): boolean {
  const to = skipSpace(text, from);
  return to === text.length || text[to] === "#" || /[\n\r\u2028\u2029]/.test(text.slice(from, to));
}

function unquoted(raw: string): string {
  const value = raw.replace(/\r\n?/g, "\n").trim();
  const inner = withoutQuotes(value);
  return value.startsWith('"') ? inner.replace(/\\n/g, "\n").replace(/\\r/g, "\r") : inner;
}

/**
 * What dotenv does by `/^(['"`])([\s\S]*)\1$/gm`, which takes quotes away over lines, also those that only a Unicode
 * separator ends. Here in linear time: from a quote that begins a line to the last such quote that ends one.
 */
function withoutQuotes(value: string): string {
  const lastClosing = new Map([..."'\"`"].map((quote) => [quote, lastAtLineEnd(value, quote)]));
  let kept = "";
  let position = 0;
  for (let at = 0; at < value.length; at++) {
    const closing = lastClosing.get(value.charAt(at));
    const isFirst = at === 0 || lineEnds.includes(value.charAt(at - 1));
    if (closing === undefined || closing <= at || !isFirst) continue;
    kept += value.slice(position, at) + value.slice(at + 1, closing);
    position = closing + 1;
    at = closing;
  }
  return kept + value.slice(position);
}

function lastAtLineEnd(value: string, quote: string): number {
  let at = value.lastIndexOf(quote);
  while (at > 0 && at + 1 < value.length && !lineEnds.includes(value.charAt(at + 1)))
    at = value.lastIndexOf(quote, at - 1);
  return at;
}

function skipSpace(text: string, from: number): number {
  const space = /\s*/y;
  space.lastIndex = from;
  space.test(text);
  return space.lastIndex;
}

/** Looks back over white space only: what precedes an entry on its line is nothing else. */
function lineStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && !lineEnds.includes(text.charAt(start - 1))) start--;
  // A byte order mark belongs to the file, not to its first entry.
  return start === 0 && text.startsWith("\ufeff") ? 1 : start;
}

function nextLine(text: string, from: number): number {
  const lineEnd = /[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029])?/y;
  lineEnd.lastIndex = from;
  lineEnd.test(text);
  return lineEnd.lastIndex;
}

/** Counts on from the last question, so that all of them together read the text once. */
function lineCounter(text: string): { at(offset: number): number } {
  const breaks = /\r\n|\r|\n/g;
  let line = 1;
  let nextBreakEnd = 0;
  return {
    at(offset) {
      while (nextBreakEnd !== -1 && nextBreakEnd <= offset) {
        if (nextBreakEnd > 0) line++;
        nextBreakEnd = breaks.test(text) ? breaks.lastIndex : -1;
      }
      return line;
    },
  };
}
