import { createCipheriv, createHmac, randomBytes } from "node:crypto";
import {
  inheritedContext,
  inheritedMarkLength,
  inheritedMarkText,
  printInherited,
} from "../contract/inherited";
import { leaseIvBytes } from "../contract/lease";

/**
 * For a Node program that is started by one that is not: what its environment would hold without what was injected, as
 * the handle carries it.
 */
export function sealInherited(
  injected: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
  key: Buffer,
): string {
  const list = Object.entries(injected).map(([name, value]) => {
    const hmac = createHmac("sha256", key).update(inheritedMarkText(name, value));
    return {
      name,
      mark: hmac.digest("hex").slice(0, inheritedMarkLength),
      original: environment[name] ?? null,
    };
  });
  if (list.length === 0) return "";
  const iv = randomBytes(leaseIvBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(inheritedContext));
  const sealed = [cipher.update(printInherited(list), "utf8"), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([iv, ...sealed]).toString("base64");
}
