import type { Handle } from "../contract/handle";
import type { NameRules } from "../contract/secretNames";
import { bare, createObject, defineProperty } from "./builtins";
import { lazyRouter } from "./lazyRouter";
import { maskedView } from "./maskedView";
import { createNameTable } from "./nameTable";
import { routeInherited } from "./routeInherited";
import type { Router } from "./router";
import { createTraps } from "./traps";

declare const module: NodeJS.Module;

const inspect = Symbol.for("nodejs.util.inspect.custom");

/** Puts the routed environment in the native one's place. */
export function install(handle: Handle, rules: NameRules): void {
  const native = process.env;
  const names = createNameTable(rules);
  const grant = { reads: 0 };
  let made: Router | undefined;
  const router = (): Router => {
    if (made === undefined) made = lazyRouter(native, handle, names, grant);
    return made;
  };
  // A Proxy over the native object itself costs ten times as much: V8 then checks each answer against that object.
  const target = createObject(null) as NodeJS.ProcessEnv;
  const env: NodeJS.ProcessEnv = new Proxy(
    target,
    createTraps(native, { names, grant, router }, (value) => value === env),
  );
  // `util.inspect` looks through a Proxy at its target, so the masked view hangs there, invisible to the program.
  const descriptor = bare<PropertyDescriptor>();
  descriptor.value = () => maskedView(env, names);
  descriptor.configurable = true;
  defineProperty(target, inspect, descriptor);
  process.env = env;
  // Where asking for what is deprecated would print a warning, nothing is asked for.
  const warns = warnsOfDeprecated(native);
  // Named ESM imports of `process` are taken when the first one is linked. Under `--require` that is still to come, and
  // a third of this file's start-up time is saved.
  if (warns || module.parent?.id !== "internal/preload") syncEsmExports();
  // Last, because it may throw.
  if (!warns) routeInherited(env);
}

function warnsOfDeprecated(native: NodeJS.ProcessEnv): boolean {
  const flags = `${process.execArgv} ${native["NODE_OPTIONS"]}`;
  return native["NODE_PENDING_DEPRECATION"] === "1" || flags.indexOf("pending-deprecation") !== -1;
}

function syncEsmExports(): void {
  (require("module") as { syncBuiltinESMExports?: () => void }).syncBuiltinESMExports?.();
}
