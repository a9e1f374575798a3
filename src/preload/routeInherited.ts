import { ownKeys } from "./builtins";

interface Bindings {
  binding(name: "process_wrap"): { getEnvPairs?: () => string[] };
}

/**
 * Node 26.12 and newer give a child that is started without `env` the real environment in one native pass, so that
 * neither the vault's values nor what a strict session withholds would reach it. `child_process` takes hold of that
 * function when it is loaded, which is still to come here; to load it for a patch would cost milliseconds at each start.
 * Throws where a Node has no such binding any more: a child then has the plain environment.
 */
export function routeInherited(env: NodeJS.ProcessEnv): void {
  // The permission model refuses the binding, and makes Node copy `process.env` again.
  if (parseInt(process.versions.node, 10) < 26 || process.permission !== undefined) return;
  const wrap = (process as unknown as Bindings).binding("process_wrap");
  if (wrap.getEnvPairs !== undefined) wrap.getEnvPairs = () => pairsOf(env);
}

/** Never throws, for the environment's traps never do. */
function pairsOf(env: NodeJS.ProcessEnv): string[] {
  const pairs: string[] = [];
  const keys = ownKeys(env) as string[];
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    const value = env[key];
    // A name that the canary serves by read is not there each time.
    if (value !== undefined) pairs[pairs.length] = `${key}=${value}`;
  }
  return pairs;
}
