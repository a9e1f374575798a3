import type { Configuration } from "../core/configuration";
import type { BrokerOptions } from "./broker";

/** What a configuration says of a session, in the broker's words. */
export function configuredTerms(configuration: Configuration) {
  return {
    mode: configuration.mode,
    canary: configuration.canaryPercent,
    unit: configuration.canaryUnit,
    onMissing: configuration.onMissing,
    onError: configuration.onError,
    cacheTtlMs: configuration.cacheTtlMs,
    askWaitMs: configuration.askWaitMs,
    errorThreshold: configuration.errorThreshold,
    killSwitchEnabled: configuration.enableKillSwitch,
    strict: configuration.strictChildren,
  } satisfies Partial<BrokerOptions>;
}
