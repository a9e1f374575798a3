import { ownKeys } from "./builtins";

interface Bindings {
  binding(name: "process_wrap"): { getEnvPairs?: () => string[] };
}

const firstMajor = 26;

/**
 * Node 26.12 and newer give a child that is started without `env` the real environment in one native pass, so that
 * neither the vault's values nor what a strict session withholds would reach it. `child_process` takes hold of that
 * function when it is loaded, which is still to come here; to load it for a patch would cost milliseconds at each start.
 */
export function routeInherited(env: NodeJS.ProcessEnv): void {
  // The permission model refuses the binding, and makes Node copy `process.env` again.
  if (parseInt(process.versions.node, 10) < firstMajor || process.permission !== undefined) return;
  try {
    const wrap = (process as unknown as Bindings).binding("process_wrap");
    const native = wrap.getEnvPairs;
    if (native !== undefined) wrap.getEnvPairs = () => pairsOf(env) ?? native();
  } catch {
    // Without it, such a child has the plain environment.
  }
}

function pairsOf(env: NodeJS.ProcessEnv): string[] | undefined {
  try {
    const pairs: string[] = [];
    const keys = ownKeys(env) as string[];
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] as string;
      const value = env[key];
      if (value !== undefined) pairs[pairs.length] = `${key}=${value}`;
    }
    return pairs;
  } catch {
    return undefined;
  }
}
