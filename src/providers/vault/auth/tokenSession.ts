import { RouterError } from "../../../core/routerError";
import { isSuccess, statusError } from "../statusError";
import type { TransportAnswer } from "../transport/vaultTransport";
import type { VaultApi } from "../vaultApi";
import type { SessionCall, TokenState, VaultSession } from "../vaultSession";
import type { Credential } from "./credential";
import { type HeldToken, hasExpired, holdToken, learn } from "./heldToken";
import { RenewalTimer, renewalDelayMs } from "./renewalTimer";
import { SingleFlight } from "./singleFlight";
import { lookupSelf, readAuth } from "./tokenState";
import { untilAborted } from "./untilAborted";

// Programs that end at once need not look their token up; those that stay learn its lifetime after this.
const firstLookupDelayMs = 250;
/** A server that says 403 to many calls is asked only so often whether it still knows the token. */
const verdictLastsMs = 1000;
/** A token just made that gets a 403 lacks a policy; making another would change nothing. */
const newTokenGraceMs = 10_000;
/** A refused password is not tried again for so long: five wrong ones in a quarter of an hour lock a user out. */
const refusalLastsMs = 5 * 60_000;
const renewalRetryMs = 1000;

export class TokenSession implements VaultSession {
  readonly address: string;
  readonly #api: VaultApi;
  readonly #credential: Credential;
  readonly #closed = new AbortController();
  readonly #renewal = new RenewalTimer();
  readonly #obtaining = new SingleFlight<HeldToken>();
  readonly #examining = new SingleFlight<boolean>();
  #held: HeldToken | undefined;
  #refusal: { readonly error: RouterError; readonly until: number } | undefined;

  constructor(api: VaultApi, credential: Credential) {
    this.address = api.address;
    this.#api = api;
    this.#credential = credential;
  }

  async call(call: SessionCall): Promise<TransportAnswer> {
    const held = await this.#current(call.signal);
    const answer = await this.#callWith(held, call);
    if (!isRefusal(answer) || call.mayBeForbidden) return answer;
    const replacement = await this.#replacement(held, call.signal);
    return replacement === undefined ? answer : this.#callWith(replacement, call);
  }

  async lookup(signal: AbortSignal): Promise<TokenState> {
    const held = await this.#current(signal);
    const known = await lookupSelf(this.#api, held.token, signal);
    if (known !== undefined) return this.#learned(held, known);
    const replacement = await this.#replacement(held, signal);
    const state = replacement && (await lookupSelf(this.#api, replacement.token, signal));
    if (replacement === undefined || state === undefined) throw expiredError(this.address);
    return this.#learned(replacement, state);
  }

  close(): void {
    this.#renewal.stop();
    this.#closed.abort();
  }

  async #callWith(held: HeldToken, call: SessionCall): Promise<TransportAnswer> {
    const answer = await this.#api.call({ ...call, token: held.token });
    if (isSuccess(answer) && !held.proven) {
      held.proven = true;
      if (held.state === undefined)
        this.#renewal.start(firstLookupDelayMs, () => void this.#learnLater(held));
    }
    return answer;
  }

  async #current(signal: AbortSignal): Promise<HeldToken> {
    const held = this.#held;
    if (held === undefined) return this.#obtain(signal);
    if (await this.#credential.hasChanged()) return this.#obtain(signal);
    return this.#credential.makesTokens && hasExpired(held, Date.now()) ? this.#obtain(signal) : held;
  }

  /** A token that works in place of one that got a 403; undefined where the policy is what forbids. */
  async #replacement(refused: HeldToken, signal: AbortSignal): Promise<HeldToken | undefined> {
    if (this.#held !== undefined && this.#held !== refused) return this.#held;
    if (await this.#credential.hasChanged()) return this.#obtain(signal);
    if (await untilAborted(this.#isAlive(refused), signal)) return undefined;
    if (this.#held !== undefined && this.#held !== refused) return this.#held;
    if (!this.#credential.makesTokens) throw expiredError(this.address);
    const isNew = !refused.proven && Date.now() - refused.obtainedAt < newTokenGraceMs;
    return isNew ? undefined : this.#obtain(signal);
  }

  async #isAlive(held: HeldToken): Promise<boolean> {
    const { verdict } = held;
    if (verdict !== undefined && Date.now() - verdict.at < verdictLastsMs) return verdict.alive;
    return this.#examining.run(async () => {
      const state = await lookupSelf(this.#api, held.token, this.#closed.signal);
      held.verdict = { alive: state !== undefined, at: Date.now() };
      if (state !== undefined) this.#learned(held, state);
      return state !== undefined;
    });
  }

  #obtain(signal: AbortSignal): Promise<HeldToken> {
    const refusal = this.#refusal;
    if (refusal !== undefined && Date.now() < refusal.until) return Promise.reject(refusal.error);
    return untilAborted(
      this.#obtaining.run(() => this.#login()),
      signal,
    );
  }

  async #login(): Promise<HeldToken> {
    try {
      const { token, ...state } = await this.#credential.obtain(this.#closed.signal);
      const held = holdToken(token, "policies" in state ? state : undefined, Date.now());
      this.#held = held;
      this.#refusal = undefined;
      this.#scheduleRenewal(held);
      return held;
    } catch (error) {
      if (RouterError.is(error, "VAULT_LOGIN_FAILED")) {
        this.#refusal = { error, until: Date.now() + refusalLastsMs };
      }
      throw error;
    }
  }

  #learned(held: HeldToken, state: TokenState): TokenState {
    const first = held.state === undefined;
    learn(held, state, Date.now());
    held.verdict = { alive: true, at: Date.now() };
    if (first && held === this.#held) this.#scheduleRenewal(held);
    return state;
  }

  #scheduleRenewal(held: HeldToken): void {
    const { state } = held;
    this.#renewal.stop();
    if (state?.ttlSeconds === undefined || !state.renewable) return;
    this.#renewal.start(renewalDelayMs(state.ttlSeconds, Math.random()), () => void this.#renew(held));
  }

  /** In the background: what goes wrong here shows in the next call. */
  async #learnLater(held: HeldToken): Promise<void> {
    const state = await lookupSelf(this.#api, held.token, this.#closed.signal).catch(() => undefined);
    if (state !== undefined) this.#learned(held, state);
  }

  async #renew(held: HeldToken): Promise<void> {
    const { token, expiresAt = 0 } = held;
    if (held !== this.#held || hasExpired(held, Date.now())) return;
    try {
      const path = "auth/token/renew-self";
      const signal = this.#closed.signal;
      const answer = await this.#api.call({ method: "POST", path, json: {}, token, signal });
      // Never renewed in a loop on a refusal: the next call finds out and says so.
      if (isRefusal(answer) || answer.status === 400) return;
      if (!isSuccess(answer)) throw statusError(answer, this.address, path);
      const { token: _same, ...state } = readAuth(answer, this.address, path);
      learn(held, state, Date.now());
      // At its maximal lifetime a token can be renewed without living longer.
      if ((held.expiresAt ?? 0) > expiresAt + renewalRetryMs) this.#scheduleRenewal(held);
    } catch {
      if (this.#closed.signal.aborted) return;
      const retryMs = Math.max(renewalRetryMs, (expiresAt - Date.now()) / 3);
      this.#renewal.start(retryMs, () => void this.#renew(held));
    }
  }
}

function isRefusal(answer: TransportAnswer): boolean {
  return answer.status === 403 || answer.status === 401;
}

function expiredError(address: string): RouterError {
  return new RouterError(
    "VAULT_TOKEN_EXPIRED",
    `The token for ${address} has expired or was revoked.`,
    `Log in again: secret-router vault login ${address}`,
  );
}
