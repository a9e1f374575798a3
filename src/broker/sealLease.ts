import { createCipheriv } from "node:crypto";
import type { LeaseBody, LeaseHeader } from "../contract/lease";

/** The lease file's bytes: header line, newline, ciphertext, tag. The header is authenticated with the body. */
export function sealLease(header: LeaseHeader, body: LeaseBody, key: Buffer): Buffer {
  const line = Buffer.from(JSON.stringify(header));
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.from(header.iv, "hex"));
  cipher.setAAD(line);
  const sealed = [cipher.update(JSON.stringify(body), "utf8"), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([line, Buffer.from("\n"), ...sealed]);
}
