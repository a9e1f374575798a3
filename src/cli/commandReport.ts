import { printable } from "../core/text/printable";
import type { Terminal } from "../core/text/terminal";
import { wrap } from "../core/text/wrap";

/** What a command has to say: a document for scripts and text for people, of which one is printed. */
export interface CommandReport {
  readonly document: object;
  text(terminal: Terminal): string;
  /** 1 when the command ran and found something wrong. */
  readonly exitCode?: 0 | 1;
  /** The text is printed without a newline of ours behind it. */
  readonly verbatim?: true;
}

/** A report of one or a few sentences. */
export function sentences(document: object, ...lines: readonly string[]): CommandReport {
  return { document, text: (terminal) => wrapLines(lines, terminal) };
}

/** Sentences of plain text, one below the other. */
export function wrapLines(lines: readonly string[], { columns }: Terminal): string {
  return lines
    .map(printable)
    .map((line) => (columns === undefined ? line : wrap(line, columns)))
    .join("\n");
}
