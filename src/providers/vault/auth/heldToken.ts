import type { SecretValue } from "../../../core/secretValue";
import type { TokenState } from "../vaultSession";

/** A token in use and what is known of it. */
export interface HeldToken {
  readonly token: SecretValue;
  /** Known from a login or a lookup. */
  state?: TokenState;
  /** Epoch milliseconds; absent while unknown, or for a token that does not expire. */
  expiresAt?: number;
  readonly obtainedAt: number;
  /** The server has done something for it, so that a 403 to come is news. */
  proven: boolean;
  /** The last answer to whether the server still knows it. */
  verdict?: { readonly alive: boolean; readonly at: number };
}

export function holdToken(token: SecretValue, state: TokenState | undefined, now: number): HeldToken {
  const held: HeldToken = { token, obtainedAt: now, proven: false };
  if (state !== undefined) learn(held, state, now);
  return held;
}

export function learn(held: HeldToken, state: TokenState, now: number): void {
  held.state = state;
  if (state.ttlSeconds === undefined) delete held.expiresAt;
  else held.expiresAt = now + state.ttlSeconds * 1000;
}

export function hasExpired(held: HeldToken, now: number): boolean {
  return held.expiresAt !== undefined && now >= held.expiresAt;
}
