/** Hex SHA-256 of a text's UTF-8 bytes. Passed in, because core loads nothing. */
export type Sha256 = (text: string) => string;

/** The end of the chain so far. */
export interface ChainEnd {
  /** The last line's number; 0 before the first. */
  readonly seq: number;
  readonly hash: string;
}

export const chainStart: ChainEnd = { seq: 0, hash: "0".repeat(64) };

export interface ChainedLine {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
  readonly content: Readonly<Record<string, unknown>>;
}

export type LineCheck =
  | { readonly ok: true; readonly end: ChainEnd }
  | { readonly ok: false; readonly why: string };

const hashSuffix = /,"hash":"([0-9a-f]{64})"\}$/;

/** One line without its newline: `{"seq":…,"prev":…,<content>,"hash":…}`, the hash over all that stands before it. */
export function chainLine(
  before: ChainEnd,
  content: Readonly<Record<string, unknown>>,
  sha256: Sha256,
): { readonly line: string; readonly end: ChainEnd } {
  const seq = before.seq + 1;
  const text = JSON.stringify({ seq, prev: before.hash, ...content });
  const hash = sha256(text);
  return { line: `${text.slice(0, -1)},"hash":"${hash}"}`, end: { seq, hash } };
}

/** Gives undefined for a line of another shape; says nothing about its place in the chain. */
export function parseChainedLine(line: string): ChainedLine | undefined {
  try {
    const { seq, prev, hash, ...content } = JSON.parse(line) as Record<string, unknown>;
    if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1) return undefined;
    if (typeof prev !== "string" || typeof hash !== "string") return undefined;
    return { seq, prev, hash, content };
  } catch {
    return undefined;
  }
}

/** Proves one line by itself and as the successor of `before`; without `before`, by itself only. */
export function checkLine(line: string, before: ChainEnd | undefined, sha256: Sha256): LineCheck {
  const parsed = parseChainedLine(line);
  const hash = hashSuffix.exec(line)?.[1];
  if (parsed === undefined || hash === undefined) return broken("the line is not one of the log's");
  if (before !== undefined && parsed.seq !== before.seq + 1)
    return broken(orderProblem(parsed.seq, before.seq + 1));
  if (sha256(`${line.replace(hashSuffix, "")}}`) !== hash) return broken("the line was changed");
  if (before !== undefined && parsed.prev !== before.hash)
    return broken("the line does not follow from the one before it, which was replaced");
  return { ok: true, end: { seq: parsed.seq, hash } };
}

function orderProblem(seq: number, expected: number): string {
  return seq > expected
    ? `lines ${expected} to ${seq - 1} are missing before line ${seq}`
    : `line ${seq} stands where line ${expected} belongs: lines were repeated or reordered`;
}

function broken(why: string): LineCheck {
  return { ok: false, why };
}
