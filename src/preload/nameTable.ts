import { isRoutedName, type NameRules } from "../contract/secretNames";
import { bare, isWindows, toUpperCase } from "./builtins";
import { createSlot, type Slot } from "./slot";

/** What is known of each name that was used: a slot when it is routed, null when it is not. */
export interface NameTable {
  /** Read directly by the hot path. */
  readonly known: Record<string, Slot | null | undefined>;
  /** Every slot once, in the order of first use. */
  readonly slots: Slot[];
  slotOf(name: string): Slot | null;
  /** From now on nothing is routed. */
  empty(): void;
}

// A program may read any number of made-up names; the memory for them is bounded, a lookup is always right.
const maxRememberedNames = 4096;

export function createNameTable(rules: NameRules): NameTable {
  const known = bare<Record<string, Slot | null | undefined>>();
  const byCanonicalName = isWindows ? bare<Record<string, Slot | null | undefined>>() : known;
  const slots: Slot[] = [];
  let remembered = 0;
  let isEmpty = false;

  function slotOf(name: string): Slot | null {
    const found = known[name];
    if (found !== undefined) return found;
    // Windows' environment ignores case, so all spellings share one slot.
    const canonical = isWindows ? toUpperCase(name) : name;
    let slot = isWindows ? byCanonicalName[canonical] : undefined;
    if (slot === undefined) slot = !isEmpty && isRoutedName(name, rules) ? createSlot(canonical) : null;
    if (slot === null && remembered >= maxRememberedNames) return null;
    remembered++;
    if (slot !== null && byCanonicalName[canonical] === undefined) slots[slots.length] = slot;
    byCanonicalName[canonical] = slot;
    known[name] = slot;
    return slot;
  }

  function empty(): void {
    isEmpty = true;
    slots.length = 0;
    for (const name in known) known[name] = null;
    for (const name in byCanonicalName) byCanonicalName[name] = null;
  }

  return { known, slots, slotOf, empty };
}
