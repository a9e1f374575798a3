import {
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import type { Stanza } from "./ageHeader";
import type { AgeIdentity } from "./ageIdentity";
import { stretchPassphrase } from "./stretchPassphrase";
import { unpaddedBase64 } from "./unpaddedBase64";

const fileKeyBytes = 16;
const tagBytes = 16;
// Fixed prefixes of the DER forms, because node:crypto takes raw X25519 keys only inside them.
const privateKeyPrefix = Buffer.from("302e020100300506032b656e04220420", "hex");
const publicKeyPrefix = Buffer.from("302a300506032b656e032100", "hex");
/** 1 GiB of memory; `age` itself writes 18. */
const maxWorkFactor = 20;

/** Tries every stanza that the identity could open. */
export async function unwrapFileKey(
  stanzas: readonly Stanza[],
  identity: AgeIdentity,
): Promise<Buffer | undefined> {
  if (identity.kind === "passphrase") return unwrapWithPassphrase(stanzas, identity.passphrase);
  const { scalar } = identity;
  if (scalar === undefined) return undefined;
  for (const stanza of stanzas) {
    const fileKey = stanza.type === "X25519" ? unwrapWithKey(stanza, scalar) : undefined;
    if (fileKey !== undefined) return fileKey;
  }
  return undefined;
}

function unwrapWithKey(stanza: Stanza, scalar: Buffer): Buffer | undefined {
  const share = unpaddedBase64(stanza.arguments[0] ?? "");
  if (stanza.arguments.length !== 1 || share?.length !== 32) return undefined;
  const der = Buffer.concat([privateKeyPrefix, scalar]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const ownShare = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const secret = sharedSecret(privateKey, share);
  if (secret === undefined) return undefined;
  const salt = Buffer.concat([share, ownShare.subarray(publicKeyPrefix.length)]);
  const key = hkdfSync("sha256", secret, salt, "age-encryption.org/v1/X25519", 32);
  return openFileKey(stanza.body, Buffer.from(key));
}

/** None for a point of low order, which nobody sends in good faith. */
function sharedSecret(privateKey: KeyObject, share: Buffer): Buffer | undefined {
  const der = Buffer.concat([publicKeyPrefix, share]);
  const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
  try {
    return diffieHellman({ privateKey, publicKey });
  } catch {
    return undefined;
  }
}

async function unwrapWithPassphrase(
  stanzas: readonly Stanza[],
  passphrase: string,
): Promise<Buffer | undefined> {
  const [stanza] = stanzas;
  if (stanza === undefined || stanzas.length !== 1 || stanza.type !== "scrypt") return undefined;
  const [saltText, workFactorText] = stanza.arguments;
  const salt = unpaddedBase64(saltText ?? "");
  if (stanza.arguments.length !== 2 || salt?.length !== 16) return undefined;
  if (!/^[1-9][0-9]?$/.test(workFactorText ?? "") || Number(workFactorText) > maxWorkFactor) return undefined;
  return openFileKey(stanza.body, await stretchPassphrase(passphrase, salt, Number(workFactorText)));
}

function openFileKey(body: Buffer, key: Buffer): Buffer | undefined {
  if (body.length !== fileKeyBytes + tagBytes) return undefined;
  const decipher = createDecipheriv("chacha20-poly1305", key, Buffer.alloc(12), { authTagLength: tagBytes });
  decipher.setAuthTag(body.subarray(fileKeyBytes));
  const fileKey = decipher.update(body.subarray(0, fileKeyBytes));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return fileKey;
}
