import { isRoutedName, type NameRules } from "../../contract/secretNames";
import { referenceOf } from "../../core/launchScope";
import type { Project } from "../window/readProject";

export interface VaultSources {
  /** In the embedded store; undefined while nobody knows. */
  readonly stored: ReadonlySet<string> | undefined;
  readonly isKilled: boolean;
}

interface Launch {
  readonly rules: NameRules;
  readonly project: Pick<Project, "configuration" | "name">;
}

/** Whether a server that is left without a variable reads it all the same; undefined where nobody knows. */
export function comesFromVault(
  name: string,
  { rules, project: { configuration, name: own } }: Launch,
  { stored, isKilled }: VaultSources,
): boolean | undefined {
  if (configuration.mode !== "vault" || isKilled || !isRoutedName(name, rules)) return false;
  const { provider, path } = referenceOf(name, configuration, own);
  return provider !== "local" || stored?.has(path);
}
