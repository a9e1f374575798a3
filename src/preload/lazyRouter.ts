import type { Handle } from "../contract/handle";
import * as builtins from "./builtins";
import * as files from "./files";
import type { NameTable } from "./nameTable";
import type { Grant } from "./pace";
import type { createRouter, Router } from "./router";

type Deliver = (made: typeof createRouter) => void;
type RouterProgram = (captured: object, require: NodeJS.Require, deliver: Deliver) => void;

/** The bundle of `routerProgram.ts` as the text of a function, put here by the build. */
declare const ROUTER_PROGRAM: string;

/**
 * Makes the router from text: parsing what only a routed read needs would take most of this file's start-up time, and
 * V8 reads over a string for next to nothing. A second file could be of another version by the time it is needed.
 */
export function lazyRouter(
  native: NodeJS.ProcessEnv,
  handle: Handle,
  names: NameTable,
  grant: Grant,
): Router {
  const { Script } = require("vm") as typeof import("vm");
  const program = new Script(ROUTER_PROGRAM, {
    filename: "secret-router",
  }).runInThisContext() as RouterProgram;
  let router: Router | undefined;
  program({ builtins, files }, require, (create) => {
    router = create(native, handle, names, grant);
  });
  return router as unknown as Router;
}
