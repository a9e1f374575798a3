import type { Configuration } from "../../core/configuration";
import type { RouterError } from "../../core/routerError";
import { counted } from "../../core/text/counted";
import { type Finding, ok, problem } from "./finding";

const area = "configuration";

export interface ConfigurationFacts {
  /** Undefined where the defaults hold. */
  readonly path: string | undefined;
  /** What is in force, which for a broken file are the defaults or the last good one. */
  readonly configuration: Configuration;
  /** What is wrong with the file. */
  readonly problem: RouterError | undefined;
}

export function checkConfiguration({ path, configuration, problem: wrong }: ConfigurationFacts): Finding {
  if (wrong !== undefined) return problem(area, wrong.message, wrong.nextStep);
  if (path === undefined)
    return ok(area, "No secret-router.json here or above: the defaults hold, in mode shadow.");
  const { mode, secrets } = configuration;
  return ok(area, `${path}: mode ${mode}, ${counted(secrets.size, "secret")} listed.`);
}
