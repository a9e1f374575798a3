import type { Comparison } from "../contract/events";
import { bufferFrom } from "./builtins";
import { loadCrypto } from "./loadCrypto";
import type { Lease } from "./openLease";
import type { Slot } from "./slot";

/** Compares vault and environment for one name; undefined while the vault has not answered. */
export function compare(slot: Slot, lease: Lease, envValue: string | undefined): Comparison | undefined {
  const entry = lease.entries[slot.name];
  if (entry === undefined || entry.status === "pending") return undefined;
  if (entry.status === "missing") return "missing_in_vault";
  if (entry.status === "error") return "error";
  if (envValue === undefined) return "missing_in_environment";
  if (entry.value !== undefined) return entry.value === envValue ? "match" : "mismatch";
  if (entry.fingerprint === undefined) return "error";
  return fingerprintOf(slot.name, envValue, lease.body.fingerprintKey) === entry.fingerprint
    ? "match"
    : "mismatch";
}

function fingerprintOf(name: string, value: string, keyHex: string): string {
  const hmac = loadCrypto().createHmac("sha256", bufferFrom(keyHex, "hex"));
  return hmac.update(`${name}\0${value}`).digest("hex");
}
