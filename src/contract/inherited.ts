/**
 * A variable whose value in the environment came from the vault, because the parent passed on what it was served. A Node
 * child puts the original back and routes for itself; otherwise the kill switch would find no plain environment there.
 */
export interface Inherited {
  readonly name: string;
  /** Says which value was passed on: an environment that somebody has changed since is left alone. */
  readonly mark: string;
  /** What the environment held before, or null when it held nothing. */
  readonly original: string | null;
}

/**
 * The handle carries the list as base64 of a 12-byte nonce, the AES-256-GCM ciphertext under the session key and its
 * 16-byte tag, because the originals may be secrets themselves; this is the additional authenticated data.
 */
export const inheritedContext = "inherited";

/** The text whose HMAC-SHA-256 under the session key, in hex and cut to `inheritedMarkLength`, is a value's mark. */
export function inheritedMarkText(name: string, value: string): string {
  return `${inheritedContext}\0${name}\0${value}`;
}

export const inheritedMarkLength = 32;

export function printInherited(list: readonly Inherited[]): string {
  return JSON.stringify(list.map(({ name, mark, original }) => [name, mark, original]));
}

/** Gives undefined for whatever `printInherited` would not have written. */
export function parseInherited(text: string): readonly Inherited[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const inherited: Inherited[] = [];
  for (const item of value as unknown[]) {
    if (!Array.isArray(item) || item.length !== 3) return undefined;
    const [name, mark, original] = item as [unknown, unknown, unknown];
    if (typeof name !== "string" || typeof mark !== "string" || !/^[0-9a-f]{32}$/.test(mark))
      return undefined;
    if (original !== null && typeof original !== "string") return undefined;
    inherited.push({ name, mark, original });
  }
  return inherited;
}
