import { decodeBech32 } from "./bech32";

/** What opens an age file: a key, or a passphrase where the file was sealed with one. */
export type AgeIdentity = AgeKey | { readonly kind: "passphrase"; readonly passphrase: string };

export interface AgeKey {
  readonly kind: "key";
  /** The line as it stands in the identity file. */
  readonly text: string;
  /** Absent for a post-quantum key, which only the library can use. */
  readonly scalar?: Buffer;
}

/** Reads the text of an identity file: the first key in it. Comments and blank lines are skipped, as `age` does. */
export function parseIdentityFile(text: string): AgeKey | undefined {
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    return parseAgeKey(line.trim());
  }
  return undefined;
}

function parseAgeKey(text: string): AgeKey | undefined {
  const postQuantum = decodeBech32(text, "AGE-SECRET-KEY-PQ-");
  if (postQuantum?.length === 32) return { kind: "key", text };
  const scalar = decodeBech32(text, "AGE-SECRET-KEY-");
  return scalar?.length === 32 ? { kind: "key", text, scalar } : undefined;
}
