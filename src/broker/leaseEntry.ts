import { createHmac } from "node:crypto";
import type { LeaseEntry } from "../contract/lease";
import type { Mode } from "../contract/mode";
import type { CachedSecret } from "./secretCache";

/** All entries of a session: a name that lies nowhere is missing, and one that has been idle is left out. */
export function leaseEntries(
  names: readonly { readonly name: string; readonly key: string | null }[],
  secretOf: (key: string) => CachedSecret | undefined,
  terms: Terms,
  fingerprintKey: Buffer,
): readonly LeaseEntry[] {
  return names.flatMap(({ name, key }): LeaseEntry[] => {
    if (key === null) return [{ name, status: "missing" }];
    const secret = secretOf(key);
    // Left out, a read of it asks, which makes it current again.
    if (secret?.isIdle === true) return [];
    return [leaseEntry(name, secret, terms, fingerprintKey)];
  });
}

interface Terms {
  readonly mode: Mode;
  readonly killed: boolean;
}

/** One name's entry. Only dual and vault mode carry a value; shadow mode a fingerprint; off and killed neither. */
function leaseEntry(
  name: string,
  secret: CachedSecret | undefined,
  terms: Terms,
  fingerprintKey: Buffer,
): LeaseEntry {
  const answer = secret?.answer;
  if (answer === undefined) return { name, status: secret?.error === undefined ? "pending" : "error" };
  if (answer.status === "missing") return { name, status: "missing" };
  const version = answer.version === undefined ? {} : { version: answer.version };
  if (terms.killed || terms.mode === "off") return { name, status: "pending" };
  if (terms.mode === "shadow") {
    const fingerprint = fingerprintOf(name, answer.value.reveal(), fingerprintKey);
    return { name, status: "ready", fingerprint, ...version };
  }
  return { name, status: "ready", value: answer.value.reveal(), ...version };
}

export function fingerprintOf(name: string, value: string, key: Buffer): string {
  return createHmac("sha256", key).update(`${name}\0${value}`).digest("hex");
}
