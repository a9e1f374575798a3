import { canaryThreshold, isCanary } from "../contract/canary";
import { fitsEnvironment } from "../contract/environmentEntry";
import type { LeaseEntry } from "../contract/lease";
import type { CanaryUnit, FallbackPolicy, Mode } from "../contract/mode";
import type { Lease } from "./openLease";
import { type Served, type Slot, served } from "./slot";

export type CanaryStart = (unit: CanaryUnit, name: string) => number;

/** The mode that counts: a kill is as good as off. */
export function modeOf(lease: Lease | undefined): Mode {
  return lease === undefined || lease.header.killed ? "off" : lease.header.mode;
}

/**
 * Decides how a name is served under a lease. Gives true when the vault's answer is still to come and this process
 * would serve it, so that waiting makes sense; until it comes the environment serves.
 */
export function decide(slot: Slot, lease: Lease | undefined, canaryStart: CanaryStart): boolean {
  slot.served = served.native;
  slot.value = undefined;
  slot.version = undefined;
  if (lease === undefined || slot.written) return false;
  const mode = modeOf(lease);
  if (mode === "off" || mode === "shadow") return false;
  const share = mode === "vault" ? served.vault : shareOf(slot, lease, canaryStart);
  if (share === served.native) return false;
  const entry = lease.entries[slot.name];
  if (entry === undefined || entry.status === "pending") return true;
  if (entry.status === "ready" && entry.value !== undefined) {
    slot.served = share;
    slot.value = entry.value;
    slot.version = entry.version;
    slot.fits = fitsEnvironment(slot.name, entry.value);
    return false;
  }
  if (policyFor(entry, lease) === "fail") slot.served = share === served.vault ? served.nothing : share;
  return false;
}

function policyFor(entry: LeaseEntry, lease: Lease): FallbackPolicy {
  return entry.status === "missing" ? lease.body.onMissing : lease.body.onError;
}

function shareOf(slot: Slot, { header }: Lease, canaryStart: CanaryStart): Served {
  slot.canaryStart = canaryStart(header.unit, slot.name);
  slot.canaryThreshold = canaryThreshold(header.canary);
  if (header.unit === "read") return served.perRead;
  return isCanary(slot.canaryStart, 0, slot.canaryThreshold) ? served.vault : served.native;
}

/**
 * What no environment can carry is kept out of enumeration, or no child of the program could be started any more.
 * Strict sessions keep a secret out of enumeration and inherited environments. Only where the vault serves every
 * process: a Node child of a process in shadow mode, or outside the canary, needs the environment's value.
 */
export function isWithheld(slot: Slot, lease: Lease | undefined): boolean {
  if (lease === undefined || slot.written || slot.value === undefined) return false;
  if (!slot.fits) return true;
  if (!lease.body.strict) return false;
  const mode = modeOf(lease);
  return mode === "vault" || (mode === "dual" && lease.header.canary >= 100);
}
