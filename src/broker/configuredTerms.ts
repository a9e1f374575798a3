import type { Configuration } from "../core/configuration";
import type { SessionTerms } from "./broker";

export interface ConfiguredTermsOptions {
  readonly configuration: Configuration;
  /** Of its file; undefined where the defaults hold. */
  readonly path: string | undefined;
  /** The one of its environments that is laid over it. */
  readonly environment: string | undefined;
}

/** What a configuration says of a session, in the broker's words. */
export function configuredTerms({ configuration, path, environment }: ConfiguredTermsOptions): SessionTerms {
  return {
    configurationPath: path,
    environment,
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
  };
}
