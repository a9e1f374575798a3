import type { NameRules } from "../../contract/secretNames";
import type { Configuration } from "../../core/configuration";
import { launchNames } from "../../core/launchScope";
import type { Providers } from "../../core/provider";

export interface ScopeFacts {
  readonly configuration: Configuration;
  readonly rules: NameRules;
  readonly environmentNames: readonly string[];
  readonly provider: Providers;
  readonly signal: AbortSignal;
}

/**
 * The names that a program started now would be served at once, in order.
 * @throws RouterError when the store has to be listed and cannot be.
 */
export async function namesInScope(facts: ScopeFacts): Promise<readonly string[]> {
  const { configuration, rules, environmentNames, provider, signal } = facts;
  const usesStore =
    rules.scope === null && configuration.secrets.size === 0 && configuration.provider === "local";
  const stored = usesStore ? ((await (await provider("local")).list?.(signal)) ?? []) : [];
  const storedNames = stored.map(({ name }) => name);
  return [...launchNames(configuration, rules, environmentNames, storedNames)].sort();
}
