import { canaryUnits, fallbackPolicies, modes } from "../contract/mode";

/** What one key of `secret-router.json` may hold. The parser, the JSON schema and the docs are all made from this. */
export type KeyShape =
  | { readonly kind: "choice"; readonly choices: readonly string[]; readonly hints?: readonly string[] }
  | { readonly kind: "number"; readonly minimum: number; readonly maximum: number; readonly integer: boolean }
  | { readonly kind: "boolean" }
  | { readonly kind: "url" }
  | { readonly kind: "vaultPath" }
  | { readonly kind: "patterns" }
  | { readonly kind: "secrets" }
  | { readonly kind: "servers" }
  | { readonly kind: "environments" };

export interface KeyDefinition {
  readonly shape: KeyShape;
  /** Absent where an absent key means nothing at all. */
  readonly fallback?: string | number | boolean;
  readonly description: string;
}

export const configurationKeys = {
  mode: {
    shape: {
      kind: "choice",
      choices: modes,
      hints: [
        "Nothing is routed.",
        "Programs get their environment; the vault is read beside it and compared.",
        "A share of the reads, the canary, is served from the vault, the rest from the environment.",
        "Everything is served from the vault; the environment is the fallback.",
      ],
    },
    fallback: "shadow",
    description: "How far programs have moved from their environment to the vault.",
  },
  canary_percent: {
    shape: { kind: "number", minimum: 0, maximum: 100, integer: false },
    fallback: 0,
    description: "The share that dual mode serves from the vault, in percent.",
  },
  canary_unit: {
    shape: {
      kind: "choice",
      choices: canaryUnits,
      hints: [
        "One decision for each process and name, so that a pool never sees two passwords.",
        "A decision for every read.",
        "One decision for every process of this machine.",
      ],
    },
    fallback: "process",
    description: "What the canary decision is made for.",
  },
  vault_url: {
    shape: { kind: "url" },
    description:
      "The address of a HashiCorp Vault or OpenBao server. It is asked only after you have logged in to it yourself.",
  },
  enable_kill_switch: {
    shape: { kind: "boolean" },
    fallback: true,
    description:
      "Whether too many errors of programs throw the kill switch of a session by themselves. Your own kill switch always works.",
  },
  cache_ttl: {
    shape: { kind: "number", minimum: 1000, maximum: 86_400_000, integer: true },
    fallback: 300_000,
    description: "How long a value counts as fresh before it is read again, in milliseconds.",
  },
  debug: {
    shape: { kind: "boolean" },
    fallback: false,
    description: "Whether to write more to the log; never values.",
  },
  provider: {
    shape: { kind: "choice", choices: ["local", "vault"] },
    fallback: "local",
    description: "What keeps the secrets that have no reference of their own.",
  },
  vault_path: {
    shape: { kind: "vaultPath" },
    fallback: "secret/{project}#{name}",
    description: "Where a secret without a reference lies when the provider is vault.",
  },
  on_missing: {
    shape: {
      kind: "choice",
      choices: fallbackPolicies,
      hints: ["Serve the environment's value.", "Serve nothing."],
    },
    fallback: "env",
    description: "What a read gets when the vault answers that it has no such secret.",
  },
  on_error: {
    shape: {
      kind: "choice",
      choices: fallbackPolicies,
      hints: ["Serve the environment's value.", "Serve nothing."],
    },
    fallback: "env",
    description: "What a read gets when the vault cannot be asked and no earlier value is known.",
  },
  ask_wait: {
    shape: { kind: "number", minimum: 0, maximum: 5000, integer: true },
    fallback: 300,
    description: "How long the first read of a name may wait for the vault, in milliseconds.",
  },
  error_threshold: {
    shape: { kind: "number", minimum: 1, maximum: 1000, integer: true },
    fallback: 10,
    description:
      "More errors of programs than this turn routing off, for the process or for the session. A vault that fails is no error of theirs.",
  },
  strict_children: {
    shape: { kind: "boolean" },
    fallback: false,
    description:
      "Whether secrets are served on direct reads only and withheld from enumeration and inherited environments.",
  },
  patterns: {
    shape: { kind: "patterns" },
    description:
      "Names that are secrets (include) or are not (exclude), with * as wildcard, on top of the built-in ones; at most 200 of each.",
  },
  secrets: {
    shape: { kind: "secrets" },
    description: "Secret names and their references, at most 1000. Names listed here are always routed.",
  },
  servers: {
    shape: { kind: "servers" },
    description: "MCP servers and the only secret names that each may read.",
  },
  environments: {
    shape: { kind: "environments" },
    description:
      "Overlays such as staging or prod: any of the other keys, laid over them when you choose the overlay.",
  },
} as const satisfies Readonly<Record<string, KeyDefinition>>;

export type ConfigurationKey = keyof typeof configurationKeys;

export function isConfigurationKey(key: string): key is ConfigurationKey {
  return Object.hasOwn(configurationKeys, key);
}
