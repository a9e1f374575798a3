import { syncBuiltinESMExports } from "module";
import type { Handle } from "../contract/handle";
import { bare, createObject, defineProperty } from "./builtins";
import { maskedView } from "./maskedView";
import { createRouter } from "./router";
import { createTraps } from "./traps";

const inspect = Symbol.for("nodejs.util.inspect.custom");

/** Puts the routed environment in the native one's place. */
export function install(handle: Handle): void {
  const native = process.env;
  const router = createRouter(native, handle);
  // A Proxy over the native object itself costs ten times as much: V8 then checks each answer against that object.
  const target = createObject(null) as NodeJS.ProcessEnv;
  const env: NodeJS.ProcessEnv = new Proxy(
    target,
    createTraps(native, router, (value) => value === env),
  );
  // `util.inspect` looks through a Proxy at its target, so the masked view hangs there, invisible to the program.
  const descriptor = bare<PropertyDescriptor>();
  descriptor.value = () => maskedView(env, router.names);
  descriptor.configurable = true;
  defineProperty(target, inspect, descriptor);
  process.env = env;
  syncBuiltinESMExports();
}
