import { bare, createObject, defineProperty, getPrototypeOf } from "./builtins";
import type { NameTable } from "./nameTable";

const mask = "[routed]";

/** A copy for `console.log(process.env)`: every name, and no value of a routed one. */
export function maskedView(env: NodeJS.ProcessEnv, names: NameTable): object {
  const view = createObject(getPrototypeOf(env));
  for (const name of Object.keys(env)) {
    const descriptor = bare<PropertyDescriptor>();
    descriptor.value = names.slotOf(name) === null ? env[name] : mask;
    descriptor.enumerable = true;
    defineProperty(view, name, descriptor);
  }
  return view;
}
