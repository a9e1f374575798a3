import { leaseIvBytes, leaseTagBytes } from "../contract/lease";
import { bare, bufferConcat, bufferFill, bufferFrom, bufferSlice, bufferToString } from "./builtins";
import { loadCrypto } from "./loadCrypto";

/** Opens AES-256-GCM ciphertext with its tag behind it; undefined when it was not sealed with this key and context. */
export function openSealed(sealed: Buffer, iv: Buffer, context: Buffer, keyHex: string): string | undefined {
  const tagStart = sealed.length - leaseTagBytes;
  try {
    const options = bare<{ authTagLength: number }>();
    options.authTagLength = leaseTagBytes;
    const decipher = loadCrypto().createDecipheriv("aes-256-gcm", bufferFrom(keyHex, "hex"), iv, options);
    decipher.setAAD(context);
    decipher.setAuthTag(bufferSlice(sealed, tagStart, sealed.length));
    // GCM is a stream cipher: `final` yields no bytes, it only checks the tag, and nothing is parsed before that.
    const plain = decipher.update(bufferSlice(sealed, 0, tagStart));
    decipher.final();
    const text = bufferToString(plain, "utf8");
    bufferFill(plain, 0);
    return text;
  } catch {
    return undefined;
  }
}

/** The inverse, with a new nonce in front. */
export function sealText(text: string, context: Buffer, keyHex: string): Buffer {
  const crypto = loadCrypto();
  const iv = crypto.randomBytes(leaseIvBytes);
  const cipher = crypto.createCipheriv("aes-256-gcm", bufferFrom(keyHex, "hex"), iv);
  cipher.setAAD(context);
  const sealed = cipher.update(bufferFrom(text, "utf8"));
  cipher.final();
  return bufferConcat([iv, sealed, cipher.getAuthTag()]);
}
