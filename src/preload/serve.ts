import { isCanary } from "../contract/canary";
import { type Slot, served } from "./slot";

/** Gives a settled name's value and counts the read. This is the hot path: no call, no allocation for a vault read. */
export function serve(slot: Slot, native: NodeJS.ProcessEnv, key: string): string | undefined {
  if (slot.served === served.vault) {
    slot.vaultReads++;
    return slot.value;
  }
  if (slot.served === served.perRead && isCanary(slot.canaryStart, slot.readNumber++, slot.canaryThreshold)) {
    if (slot.value === undefined) slot.noneReads++;
    else slot.vaultReads++;
    return slot.value;
  }
  if (slot.served === served.nothing) {
    slot.noneReads++;
    return undefined;
  }
  // Always the native object and never a copy: an addon or `process.loadEnvFile` may have written to it.
  const value = native[key];
  if (value === undefined) slot.noneReads++;
  else slot.envReads++;
  return value;
}
