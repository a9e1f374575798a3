import type { SecretValue } from "../../core/secretValue";
import type { TransportAnswer } from "./transport/vaultTransport";
import type { VaultCall } from "./vaultApi";

export interface SessionCall extends Omit<VaultCall, "token"> {
  /** Takes a 403 as it is, for questions that a working token is often not allowed. */
  readonly mayBeForbidden?: boolean;
}

/** Calls as somebody: it gets, renews and replaces the token that the calls bear. */
export interface VaultSession {
  readonly address: string;
  /**
   * A 403 that comes back is the policy's: a token that no longer works has been replaced, or is an error.
   *
   * @throws RouterError
   */
  call(call: SessionCall): Promise<TransportAnswer>;
  lookup(signal: AbortSignal): Promise<TokenState>;
  close(): void;
}

export interface TokenState {
  /** Absent for a token that does not expire. */
  readonly ttlSeconds?: number;
  readonly renewable: boolean;
  readonly policies: readonly string[];
}

export interface LoginResult extends TokenState {
  readonly token: SecretValue;
}
