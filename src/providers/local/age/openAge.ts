import type { AgeIdentity } from "./ageIdentity";
import { type Decrypted, decryptAge } from "./decryptAge";

/** Opens an age file: by our own quick reader where it can, else by the library. Never throws for what the file holds. */
export async function openAge(file: Buffer, identity: AgeIdentity): Promise<Decrypted> {
  if (identity.kind === "key" && identity.scalar === undefined) return openSlowly(file, identity);
  try {
    return await decryptAge(file, identity);
  } catch {
    // This Node was built without one of the ciphers: Electron's has no ChaCha20 in node:crypto.
    return openSlowly(file, identity);
  }
}

async function openSlowly(file: Buffer, identity: AgeIdentity): Promise<Decrypted> {
  const { openWithLibrary } = await import("./ageLibrary");
  return openWithLibrary(
    file,
    identity.kind === "key" ? { key: identity.text } : { passphrase: identity.passphrase },
  );
}
