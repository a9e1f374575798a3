import { bare, defineProperty } from "./builtins";

const { clear, get, set } = Map.prototype;

/** A Map whose methods are its own: a program that changes Map.prototype does not change it. */
export function createOwnMap<Key, Value>(): Map<Key, Value> {
  const map = new Map<Key, Value>();
  pin(map, "get", get);
  pin(map, "set", set);
  pin(map, "clear", clear);
  return map;
}

function pin(map: object, name: string, method: unknown): void {
  const descriptor = bare<PropertyDescriptor>();
  descriptor.value = method;
  defineProperty(map, name, descriptor);
}
