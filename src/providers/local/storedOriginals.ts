import { type StoreDocument, withEntry } from "./storeDocument";

/** A file as it was before secrets were taken out of it. */
export interface SealedOriginal extends OriginalFacts {
  readonly sealedAt: number;
  /** The bytes of the file. A function, so that no print of this object shows them. */
  reveal(): Buffer;
}

export interface OriginalFacts {
  /** Permission bits of the file. */
  readonly mode: number;
  /** Hex SHA-256 of what the file was rewritten to. */
  readonly rewrittenSha256: string;
}

/** The one on top of the path's pile, or so many below it. */
export function originalOf(document: StoreDocument, path: string, below: number): SealedOriginal | undefined {
  const entry = document.originals[path]?.at(-1 - below);
  if (entry === undefined) return undefined;
  const { content, mode, rewrittenSha256, sealedAt } = entry;
  return { mode, rewrittenSha256, sealedAt, reveal: () => Buffer.from(content, "base64") };
}

export function withOriginal(
  document: StoreDocument,
  path: string,
  content: Buffer,
  facts: OriginalFacts & { sealedAt: number },
): StoreDocument {
  const entry = { content: content.toString("base64"), ...facts };
  const pile = [...(document.originals[path] ?? []), entry];
  return { ...document, originals: withEntry(document.originals, path, pile) };
}

export function withoutOriginal(document: StoreDocument, path: string, below: number): StoreDocument {
  const pile = [...(document.originals[path] ?? [])];
  pile.splice(pile.length - 1 - below, 1);
  const originals = withEntry(document.originals, path, pile.length === 0 ? undefined : pile);
  return { ...document, originals };
}
