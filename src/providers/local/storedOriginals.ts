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

export function topOriginal(document: StoreDocument, path: string): SealedOriginal | undefined {
  const top = document.originals[path]?.at(-1);
  if (top === undefined) return undefined;
  const { content, mode, rewrittenSha256, sealedAt } = top;
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

export function withoutTopOriginal(document: StoreDocument, path: string): StoreDocument {
  const pile = (document.originals[path] ?? []).slice(0, -1);
  const originals = withEntry(document.originals, path, pile.length === 0 ? undefined : pile);
  return { ...document, originals };
}
