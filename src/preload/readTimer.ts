import { hrtime } from "./builtins";
import type { Grant } from "./pace";
import { elapsedNs, recordCost } from "./readCosts";
import type { Slot } from "./slot";

/** Measures what reads cost the program, without a clock in most of them. */
export interface ReadTimer {
  timeFirst<Value>(slot: Slot, read: () => Value): Value;
  /** Times one read in about a thousand. */
  timeSample(slot: Slot, key: string): void;
}

// With grants of eight reads, every 128th grant is every 1,024th read.
const grantsPerSample = 128;
// The clock costs as much as a read, so a sample is the mean of a few.
const readsPerSample = 16;

export function createReadTimer(grant: Grant): ReadTimer {
  let grantsToGo = grantsPerSample;

  function timeFirst<Value>(slot: Slot, read: () => Value): Value {
    const start = hrtime();
    const value = read();
    recordCost(slot, elapsedNs(start));
    return value;
  }

  function timeSample(slot: Slot, key: string): void {
    if (--grantsToGo > 0) return;
    grantsToGo = grantsPerSample;
    const { readNumber, vaultReads, envReads, noneReads } = slot;
    const env = process.env;
    // Granted on top, so that the sample itself never comes to look at the lease.
    grant.reads += readsPerSample;
    const start = hrtime();
    for (let count = 0; count < readsPerSample; count++) void env[key];
    const total = elapsedNs(start);
    const clockStart = hrtime();
    const clock = elapsedNs(clockStart);
    recordCost(slot, total > clock ? (total - clock) / readsPerSample : 0);
    // The program did not make these reads: neither the counts nor the canary may know of them.
    slot.readNumber = readNumber;
    slot.vaultReads = vaultReads;
    slot.envReads = envReads;
    slot.noneReads = noneReads;
  }

  return { timeFirst, timeSample };
}
