import type { Handle } from "../contract/handle";
import type { NameRules } from "../contract/secretNames";
import { checks, type Surroundings } from "./checks";

/**
 * Runs the checks in order and the action when all of them pass. Whatever goes wrong, the program starts as if this
 * file were not there. Returns the name of the check that failed, for the tests.
 */
export function guard(action: (handle: Handle, rules: NameRules) => void): string | undefined {
  try {
    const surroundings: Surroundings = {
      env: process.env,
      versions: process.versions,
      handle: undefined,
      rules: undefined,
    };
    for (let index = 0; index < checks.length; index++) {
      const check = checks[index];
      if (check !== undefined && !check.passes(surroundings)) return check.name;
    }
    const { handle, rules } = surroundings;
    if (handle !== undefined && rules !== undefined) action(handle, rules);
    return undefined;
  } catch {
    return "threw";
  }
}
