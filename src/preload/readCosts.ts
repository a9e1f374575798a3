import { costBucketsNs } from "../contract/events";
import { hrtime, setPrototypeOf } from "./builtins";
import type { Slot } from "./slot";

const nsPerSecond = 1e9;

export function elapsedNs(since: [number, number]): number {
  const [seconds, nanoseconds] = hrtime(since);
  return seconds * nsPerSecond + nanoseconds;
}

/** Counts one sampled read in its bucket. */
export function recordCost(slot: Slot, costNs: number): void {
  let bucket = 0;
  while (bucket < costBucketsNs.length && costNs > (costBucketsNs[bucket] as number)) bucket++;
  if (slot.costs === undefined) slot.costs = emptyBuckets();
  slot.costs[bucket] = (slot.costs[bucket] as number) + 1;
}

// Without prototype, so that no `toJSON` that the program hung on Object.prototype is called.
function emptyBuckets(): number[] {
  const buckets = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  setPrototypeOf(buckets, null);
  return buckets;
}
