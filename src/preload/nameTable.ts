import { isRoutedName, type NameRules } from "../contract/secretNames";
import { handleVariable } from "../contract/variables";
import { isWindows, toUpperCase } from "./builtins";
import { createOwnMap } from "./ownMap";
import { createSlot, type Slot } from "./slot";

/** What is known of each name that was used: a slot when it is routed, null when it is not. */
export interface NameTable {
  /** Read directly by the hot path. */
  readonly known: ReadonlyMap<string | symbol, Slot | null>;
  /** Every slot once, in the order of first use. */
  readonly slots: Slot[];
  slotOf(name: string): Slot | null;
  /** From now on nothing is routed. */
  empty(): void;
}

// A program may read any number of made-up names; the memory for them is bounded, a lookup is always right.
const maxRememberedNames = 4096;

export function createNameTable(rules: NameRules): NameTable {
  const known = createOwnMap<string | symbol, Slot | null>();
  // Windows' environment ignores case, so all spellings share one slot.
  const byUpperCase = createOwnMap<string, Slot | null>();
  const slots: Slot[] = [];
  let isEmpty = false;

  function slotOf(name: string): Slot | null {
    const found = known.get(name);
    if (found !== undefined) return found;
    // Never remembered, so that each read of it comes by the slow path, which knows what a child must get.
    if (name === handleVariable) return null;
    const slot = isEmpty || !isRoutedName(name, rules) ? null : sharedSlot(name);
    if (slot !== null || known.size < maxRememberedNames) known.set(name, slot);
    return slot;
  }

  function sharedSlot(name: string): Slot {
    const canonical = isWindows ? toUpperCase(name) : name;
    const shared = isWindows ? byUpperCase.get(canonical) : undefined;
    if (shared !== undefined && shared !== null) return shared;
    const slot = createSlot(canonical);
    if (isWindows) byUpperCase.set(canonical, slot);
    slots[slots.length] = slot;
    return slot;
  }

  function empty(): void {
    isEmpty = true;
    slots.length = 0;
    known.clear();
  }

  return { known, slots, slotOf, empty };
}
