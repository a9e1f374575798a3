import { handleVariable } from "../contract/variables";
import {
  bare,
  defineProperty,
  deleteProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys,
  preventExtensions,
  reflectSet,
  setPrototypeOf,
} from "./builtins";
import type { NameTable } from "./nameTable";
import type { Grant } from "./pace";
import type { Router } from "./router";
import { serve } from "./serve";
import { type Slot, served } from "./slot";

type Env = NodeJS.ProcessEnv;
type Key = string | symbol;

export interface Routing {
  readonly names: NameTable;
  readonly grant: Grant;
  /** Made at the first use: a program that reads no secret does without it. */
  readonly router: () => Router;
}

/**
 * The traps of the routed environment. What is not routed goes to the native object as it is, so that coercion, TZ,
 * Windows' case rules and every error stay Node's own.
 */
export function createTraps(
  native: Env,
  { names, grant, router }: Routing,
  isProxy: (value: unknown) => boolean,
): ProxyHandler<Env> {
  const { known } = names;
  // The receiver's side of an assignment to an object that inherits from the environment.
  const nothing = bare<object>();
  // Without prototype: a trap that somebody hangs on Object.prototype must not become ours.
  const traps = bare<ProxyHandler<Env>>();

  traps.get = (_target, key) => {
    const slot = known.get(key);
    if (slot === null) return native[key as string];
    if (slot?.settled && grant.reads > 0) {
      grant.reads--;
      return serve(slot, native, key as string);
    }
    return readSlowly(key);
  };

  function readSlowly(key: Key): string | undefined {
    try {
      if (key === handleVariable) return router().handleText();
      const slot = slotOf(key);
      if (slot !== null) return router().read(slot, key as string);
    } catch {
      fail();
    }
    return native[key as string];
  }

  function slotOf(key: Key): Slot | null {
    return typeof key === "string" ? names.slotOf(key) : null;
  }

  /** The slot, up to date, of a name that is not simply the native environment's. */
  function settledSlot(key: Key): Slot | undefined {
    try {
      const slot = slotOf(key);
      if (slot === null) return undefined;
      router().settle(slot);
      return slot.served === served.native ? undefined : slot;
    } catch {
      fail();
      return undefined;
    }
  }

  function fail(): void {
    try {
      router().fail("INTERNAL");
    } catch {
      // Not even the reports work; the environment serves.
    }
  }

  function markWritten(key: Key): void {
    try {
      const slot = slotOf(key);
      if (slot === null) return;
      slot.written = true;
      slot.served = served.native;
      slot.value = undefined;
    } catch {
      fail();
    }
  }

  function allKeys(): Key[] {
    try {
      return router().listKeys();
    } catch {
      fail();
      return ownKeys(native);
    }
  }

  traps.has = (_target, key) => {
    const slot = settledSlot(key);
    if (slot === undefined) return key in native;
    return !router().isHidden(slot) && (slot.value !== undefined || key in native);
  };

  traps.getOwnPropertyDescriptor = (_target, key) => {
    const slot = settledSlot(key);
    if (slot !== undefined && router().isHidden(slot)) return undefined;
    if (slot?.value !== undefined) return plainDescriptor(slot.value);
    const descriptor = getOwnPropertyDescriptor(native, key);
    if (descriptor === undefined) return undefined;
    if (key === handleVariable) descriptor.value = readSlowly(key);
    // A Proxy may not call a property fixed that its target lacks.
    descriptor.configurable = true;
    return withoutPrototype(descriptor);
  };

  traps.ownKeys = allKeys;

  // `native[key] = value` and not Reflect.set with a receiver: that would define the property on the Proxy, which
  // Node 18 and later refuse for every variable that exists already.
  traps.set = (_target, key, value, receiver) => {
    if (!isProxy(receiver)) return reflectSet(nothing, key, value, receiver);
    native[key as string] = value;
    markWritten(key);
    return true;
  };

  traps.deleteProperty = (_target, key) => {
    const isDeleted = deleteProperty(native, key);
    if (isDeleted) markWritten(key);
    return isDeleted;
  };

  traps.defineProperty = (_target, key, descriptor) => {
    const isDefined = defineProperty(native, key, withoutPrototype(descriptor));
    if (isDefined) markWritten(key);
    return isDefined;
  };

  traps.getPrototypeOf = () => getPrototypeOf(native);
  traps.setPrototypeOf = (_target, prototype) => setPrototypeOf(native, prototype);
  traps.isExtensible = () => true;
  // Always throws, as it does for the native object.
  traps.preventExtensions = () => {
    preventExtensions(native);
    return false;
  };
  return traps;
}

/** A `get` that a program put on Object.prototype must not turn a value into an accessor. */
function withoutPrototype(descriptor: PropertyDescriptor): PropertyDescriptor {
  setPrototypeOf(descriptor, null);
  return descriptor;
}

function plainDescriptor(value: string): PropertyDescriptor {
  const descriptor = bare<PropertyDescriptor>();
  descriptor.value = value;
  descriptor.writable = true;
  descriptor.enumerable = true;
  descriptor.configurable = true;
  return descriptor;
}
