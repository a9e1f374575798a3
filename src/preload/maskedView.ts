import { handleVariable } from "../contract/variables";
import { bare, createObject, defineProperty, getPrototypeOf } from "./builtins";
import type { NameTable } from "./nameTable";

const mask = "[routed]";

/** A copy for `console.log(process.env)`: every name, and no value of a routed one; the handle holds such values too. */
export function maskedView(env: NodeJS.ProcessEnv, names: NameTable): object {
  const view = createObject(getPrototypeOf(env));
  for (const name of Object.keys(env)) {
    const descriptor = bare<PropertyDescriptor>();
    const isMasked = name === handleVariable || names.slotOf(name) !== null;
    descriptor.value = isMasked ? mask : env[name];
    descriptor.enumerable = true;
    defineProperty(view, name, descriptor);
  }
  return view;
}
