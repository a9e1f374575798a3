import type { Handle } from "../contract/handle";
import { checks, type Surroundings } from "./checks";

/**
 * Runs the checks in order and the action when all of them pass. Whatever goes wrong, the program starts as if this
 * file were not there. Returns the name of the check that failed, for the tests.
 */
export function guard(action: (handle: Handle) => void): string | undefined {
  try {
    const surroundings: Surroundings = { env: process.env, versions: process.versions, handle: undefined };
    for (let index = 0; index < checks.length; index++) {
      const check = checks[index];
      if (check !== undefined && !check.passes(surroundings)) return check.name;
    }
    if (surroundings.handle !== undefined) action(surroundings.handle);
    return undefined;
  } catch {
    return "threw";
  }
}
