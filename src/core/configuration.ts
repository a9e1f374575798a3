import type { CanaryUnit, FallbackPolicy, Mode } from "../contract/mode";
import { type ConfigurationKey, configurationKeys, type KeyDefinition } from "./configurationKeys";
import type { Reference } from "./reference";

/** `secret-router.json` after parsing, with every default filled in. */
export interface Configuration {
  readonly mode: Mode;
  readonly canaryPercent: number;
  readonly canaryUnit: CanaryUnit;
  readonly vaultUrl: string | undefined;
  readonly enableKillSwitch: boolean;
  readonly cacheTtlMs: number;
  readonly debug: boolean;
  readonly provider: "local" | "vault";
  readonly vaultPath: string;
  readonly onMissing: FallbackPolicy;
  readonly onError: FallbackPolicy;
  readonly askWaitMs: number;
  readonly errorThreshold: number;
  readonly strictChildren: boolean;
  readonly patterns: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly secrets: ReadonlyMap<string, Reference>;
  readonly servers: ReadonlyMap<string, { readonly secrets: readonly string[] }>;
}

/** What the file, or one overlay of it, says; keys it does not name are absent. */
export type ConfigurationLayer = { readonly [K in ConfigurationKey]?: unknown } & {
  readonly patterns?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  readonly secrets?: ReadonlyMap<string, Reference>;
  readonly servers?: ReadonlyMap<string, { readonly secrets: readonly string[] }>;
  readonly environments?: ReadonlyMap<string, ConfigurationLayer>;
};

/** Lays layers over the defaults: later ones win, maps are merged by name. Each layer came from `parseConfiguration`. */
export function mergeLayers(layers: readonly ConfigurationLayer[]): Configuration {
  const value = (key: ConfigurationKey): unknown => {
    return lastOf(layers.map((layer) => layer[key])) ?? (configurationKeys[key] as KeyDefinition).fallback;
  };
  // The parser has checked each value against its key's shape, which the compiler cannot see.
  const checked = <T>(key: ConfigurationKey): T => value(key) as T;
  return {
    mode: checked("mode"),
    canaryPercent: checked("canary_percent"),
    canaryUnit: checked("canary_unit"),
    vaultUrl: checked("vault_url"),
    enableKillSwitch: checked("enable_kill_switch"),
    cacheTtlMs: checked("cache_ttl"),
    debug: checked("debug"),
    provider: checked("provider"),
    vaultPath: checked("vault_path"),
    onMissing: checked("on_missing"),
    onError: checked("on_error"),
    askWaitMs: checked("ask_wait"),
    errorThreshold: checked("error_threshold"),
    strictChildren: checked("strict_children"),
    patterns: {
      include: lastOf(layers.map((layer) => layer.patterns?.include)) ?? [],
      exclude: lastOf(layers.map((layer) => layer.patterns?.exclude)) ?? [],
    },
    secrets: new Map(layers.flatMap((layer) => [...(layer.secrets ?? [])])),
    servers: new Map(layers.flatMap((layer) => [...(layer.servers ?? [])])),
  };
}

/** The last that is not undefined; written out because `exec` must load on a Node that has no `findLast`. */
function lastOf<T>(values: readonly (T | undefined)[]): T | undefined {
  let last: T | undefined;
  for (const value of values) last = value ?? last;
  return last;
}

/** Without a file: provider local, mode shadow, the built-in patterns. */
export const defaultConfiguration: Configuration = mergeLayers([]);
