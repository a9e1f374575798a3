import { createCipheriv, createHmac, randomBytes } from "node:crypto";
import { type LeaseBody, type LeaseEntry, type LeaseHeader, leaseIvBytes } from "../../../src/contract/lease";

export interface LeaseParts {
  readonly header: Omit<LeaseHeader, "iv">;
  readonly body: LeaseBody;
}

/** Seals a lease straight from the contract, on purpose without the broker's code: one checks the other. */
export function sealLease({ header, body }: LeaseParts, key: Buffer): Buffer {
  const iv = randomBytes(leaseIvBytes);
  const line = Buffer.from(JSON.stringify({ ...header, iv: iv.toString("hex") }));
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(line);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(body)), cipher.final()]);
  return Buffer.concat([line, Buffer.from("\n"), sealed, cipher.getAuthTag()]);
}

export function fingerprint(name: string, value: string, keyHex: string): string {
  return createHmac("sha256", Buffer.from(keyHex, "hex")).update(`${name}\0${value}`).digest("hex");
}

/** In shadow mode a lease carries fingerprints only. */
export function withFingerprint(entry: LeaseEntry, keyHex: string): LeaseEntry {
  const { value, ...rest } = entry;
  return value === undefined ? entry : { ...rest, fingerprint: fingerprint(entry.name, value, keyHex) };
}
