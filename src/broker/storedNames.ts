import type { NameRules } from "../contract/secretNames";
import type { Configuration } from "../core/configuration";
import type { Provider } from "../core/provider";
import type { ProviderId } from "../core/reference";

/**
 * The names that the embedded store lists, where a launch depends on them: only while the configuration declares none
 * and no scope limits the launch. A store that cannot be read has none; the fetch that follows reports why.
 */
export async function storedNames(
  configuration: Configuration,
  rules: NameRules,
  provider: (id: ProviderId) => Promise<Provider>,
  timeoutMs: number,
): Promise<readonly string[]> {
  if (configuration.provider !== "local" || configuration.secrets.size > 0 || rules.scope !== null) return [];
  try {
    const local = await provider("local");
    const stored = await local.list?.(AbortSignal.timeout(timeoutMs));
    return stored?.map(({ name }) => name) ?? [];
  } catch {
    return [];
  }
}
