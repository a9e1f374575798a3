import { createCipheriv, getCiphers, randomBytes, webcrypto } from "node:crypto";
import {
  armor,
  Decrypter,
  Encrypter,
  generateX25519Identity,
  identityToRecipient,
  type Recipient,
  Stanza,
} from "age-encryption";
import type { Decrypted } from "./decryptAge";
import { stretchPassphrase } from "./stretchPassphrase";

const cipher = "chacha20-poly1305";

/**
 * The only file that knows the age library, always loaded lazily because it costs 20 to 30 ms. It is handed streams, for
 * plain bytes would make it load the whole of `fetch`.
 */
export async function sealForKey(content: Uint8Array, key: string): Promise<Buffer> {
  provideWebCrypto();
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(key));
  return collect(await encrypter.encrypt(streamOf(content)));
}

/** The armored form, which is the one that `age -d -i` takes for a protected identity. */
export async function sealWithPassphrase(
  content: Uint8Array,
  passphrase: string,
  workFactor: number,
): Promise<string> {
  provideWebCrypto();
  const encrypter = new Encrypter();
  if (getCiphers().includes(cipher)) {
    encrypter.addRecipient(passphraseRecipient(passphrase, workFactor));
  } else {
    // Electron: the library's own way, which keeps the main thread busy for seconds.
    encrypter.setPassphrase(passphrase);
    encrypter.setScryptWorkFactor(workFactor);
  }
  return armor.encode(await collect(await encrypter.encrypt(streamOf(content))));
}

function passphraseRecipient(passphrase: string, workFactor: number): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(16);
      const key = await stretchPassphrase(passphrase, salt, workFactor);
      // The nonce is zero because the key, made with a fresh salt, seals nothing else.
      const sealing = createCipheriv(cipher, key, Buffer.alloc(12), { authTagLength: 16 });
      const body = Buffer.concat([sealing.update(fileKey), sealing.final(), sealing.getAuthTag()]);
      const saltText = salt.toString("base64").replace(/=+$/, "");
      return [new Stanza(["scrypt", saltText, String(workFactor)], body)];
    },
  };
}

export async function newKey(): Promise<{ key: string; recipient: string }> {
  provideWebCrypto();
  const key = await generateX25519Identity();
  return { key, recipient: await identityToRecipient(key) };
}

/** For keys and for crypto libraries that our own reader does not know: post-quantum keys, Electron's BoringSSL. */
export async function openWithLibrary(
  file: Uint8Array,
  identity: { key: string } | { passphrase: string },
): Promise<Decrypted> {
  provideWebCrypto();
  try {
    const decrypter = new Decrypter();
    if ("key" in identity) decrypter.addIdentity(identity.key);
    else decrypter.addPassphrase(identity.passphrase);
    return { status: "opened", content: await collect(await decrypter.decrypt(streamOf(file))) };
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("no identity matched"))
      return { status: "no_match" };
    return { status: "damaged", why: "it is no age file, or it was changed or cut off" };
  }
}

/**
 * Node 18 has no global `crypto`, where the library looks for random numbers. Its X25519 stays out, because every use
 * prints a warning there: told so, the library computes it itself. Later versions are left as they are.
 */
function provideWebCrypto(): void {
  if (globalThis.crypto !== undefined) return;
  const value = {
    getRandomValues: (array: Uint8Array) => webcrypto.getRandomValues(array),
    randomUUID: () => webcrypto.randomUUID(),
    get subtle(): never {
      throw new DOMException("Not used on this version of Node.", "NotSupportedError");
    },
  };
  Object.defineProperty(globalThis, "crypto", { value, configurable: true, writable: true });
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    chunks.push(value);
  }
}
