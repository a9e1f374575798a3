import { bare, ownKeys } from "./builtins";
import type { NameTable } from "./nameTable";
import type { Slot } from "./slot";

type Key = string | symbol;

/** The native names in their order, then those that only the vault has; hidden ones left out, each name once. */
export function listKeys(
  native: NodeJS.ProcessEnv,
  names: NameTable,
  additional: readonly Slot[],
  isHidden: (slot: Slot) => boolean,
): Key[] {
  const keys: Key[] = [];
  // An environment block may hold a name twice, which a Proxy may not report.
  const seen = bare<Record<Key, boolean>>();
  const nativeKeys = ownKeys(native);
  for (let index = 0; index < nativeKeys.length; index++) add(nativeKeys[index] as Key);
  for (let index = 0; index < additional.length; index++) add((additional[index] as Slot).name);
  return keys;

  function add(key: Key): void {
    if (seen[key] === true) return;
    seen[key] = true;
    const slot = typeof key === "string" ? names.slotOf(key) : null;
    if (slot === null || !isHidden(slot)) keys[keys.length] = key;
  }
}
