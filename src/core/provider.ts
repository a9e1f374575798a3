import type { ProviderId, Reference } from "./reference";
import type { RouterError } from "./routerError";
import type { SecretValue } from "./secretValue";

/** What reads references. Made by `providers/registry` on first use, closed with its broker. */
export interface Provider {
  readonly id: ProviderId;

  /**
   * Resolves many references at once, keyed by `printReference`. Every reference asked for has an outcome: a failure
   * of one, or of all, is an outcome and never a rejection.
   */
  resolve(references: readonly Reference[], signal: AbortSignal): Promise<ReadonlyMap<string, Outcome>>;

  /** Never rejects: what is wrong is in the answer. */
  health(signal: AbortSignal): Promise<Health>;

  /** Calls back when stored values may have changed, for providers that can tell. Returns the way to stop. */
  watch?(onChange: () => void): () => void;

  /** Names only. For providers whose secrets are named like variables. */
  list?(signal: AbortSignal): Promise<readonly StoredSecret[]>;

  /** @throws RouterError PROVIDER_READ_ONLY and the provider's own. */
  store?(reference: Reference, value: SecretValue, signal: AbortSignal): Promise<{ version?: string }>;

  /** Says whether there was something to remove. */
  remove?(reference: Reference, signal: AbortSignal): Promise<boolean>;

  close(): Promise<void>;
}

/** Looks a provider up, and makes it at its first use. */
export type Providers = (id: ProviderId) => Promise<Provider>;

/** `missing` means the provider answered and has no such secret; `error` means it could not answer. */
export type Outcome =
  | { readonly status: "found"; readonly value: SecretValue; readonly version?: string }
  | { readonly status: "missing"; readonly why: string }
  | { readonly status: "error"; readonly error: RouterError };

export interface StoredSecret {
  readonly name: string;
  readonly version?: string;
  /** Epoch milliseconds. */
  readonly updatedAt?: number;
}

export interface Health {
  readonly ok: boolean;
  /** One sentence for a person: the address and state, or the store's place. */
  readonly summary: string;
  /** Set when not ok. */
  readonly error?: RouterError;
  /** Seconds the credential in use still lives; absent when it does not expire. */
  readonly credentialTtlSeconds?: number;
  /** Findings that do not stop the provider from working. */
  readonly warnings: readonly RouterError[];
}
