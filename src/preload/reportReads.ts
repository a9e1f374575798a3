import type { Source } from "../contract/events";
import type { Mode } from "../contract/mode";
import type { EventLog } from "./eventLog";
import type { Slot } from "./slot";

/** Moves the counts since the last report into the log. Called before a new lease changes what they mean. */
export function reportReads(slots: readonly Slot[], mode: Mode, log: EventLog): void {
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index] as Slot;
    const { vaultReads, envReads, noneReads } = slot;
    slot.vaultReads = 0;
    slot.envReads = 0;
    slot.noneReads = 0;
    if (vaultReads > 0) add(slot, "vault", vaultReads);
    if (envReads > 0) add(slot, "env", envReads);
    if (noneReads > 0) add(slot, "none", noneReads);
  }

  function add(slot: Slot, source: Source, count: number): void {
    const costs = slot.costs;
    slot.costs = undefined;
    log.add({
      t: "reads",
      name: slot.name,
      source,
      mode,
      count,
      ...(source === "vault" && slot.version !== undefined ? { version: slot.version } : {}),
      ...(costs === undefined ? {} : { costs }),
      ...(slot.written ? { written: true } : {}),
    });
  }
}
