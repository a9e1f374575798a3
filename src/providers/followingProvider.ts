import type { Health, Outcome, Provider } from "../core/provider";
import { type ProviderId, printReference, type Reference } from "../core/reference";
import { RouterError } from "../core/routerError";
import type { SecretValue } from "../core/secretValue";

/** Replaces a provider by a new one when what it was made from has changed. */
export class FollowingProvider implements Provider {
  readonly id: ProviderId;
  readonly #open: () => Promise<Provider>;
  readonly #stampNow: () => string;
  #stamp: string;
  #provider: Promise<Provider> | undefined;
  #running: Promise<unknown>[] = [];
  #isClosed = false;

  private constructor(id: ProviderId, open: () => Promise<Provider>, stampNow: () => string) {
    this.id = id;
    this.#open = open;
    this.#stampNow = stampNow;
    this.#stamp = stampNow();
  }

  /** @throws RouterError when the first one cannot be made. */
  static async open(
    id: ProviderId,
    open: () => Promise<Provider>,
    stampNow: () => string,
  ): Promise<Provider> {
    const following = new FollowingProvider(id, open, stampNow);
    await following.#current();
    return following;
  }

  async resolve(
    references: readonly Reference[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Outcome>> {
    try {
      return await this.#run((provider) => provider.resolve(references, signal));
    } catch (error) {
      const outcome = { status: "error", error: knownError(error) } as const;
      return new Map(references.map((reference) => [printReference(reference), outcome]));
    }
  }

  async health(signal: AbortSignal): Promise<Health> {
    try {
      return await this.#run((provider) => provider.health(signal));
    } catch (error) {
      const known = knownError(error);
      return { ok: false, summary: known.message, error: known, warnings: [] };
    }
  }

  store(reference: Reference, value: SecretValue, signal: AbortSignal): Promise<{ version?: string }> {
    return this.#run((provider) => provider.store?.(reference, value, signal) ?? readOnly(this.id));
  }

  remove(reference: Reference, signal: AbortSignal): Promise<boolean> {
    return this.#run((provider) => provider.remove?.(reference, signal) ?? readOnly(this.id));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await (await this.#provider)?.close();
  }

  async #run<T>(call: (provider: Provider) => Promise<T>): Promise<T> {
    const running = call(await this.#current());
    const settled = running.catch(() => undefined);
    this.#running.push(settled);
    try {
      return await running;
    } finally {
      this.#running = this.#running.filter((other) => other !== settled);
    }
  }

  #current(): Promise<Provider> {
    const stamp = this.#stampNow();
    if (this.#provider !== undefined && (stamp === this.#stamp || this.#isClosed)) return this.#provider;
    const [before, running] = [this.#provider, this.#running];
    // Calls that run with the old one come to their own end; each has a deadline.
    void Promise.all(running).then(async () => (await before)?.close());
    this.#stamp = stamp;
    const opening = this.#open();
    this.#provider = opening;
    // A failure is not kept: the next call tries again.
    opening.catch(() => {
      if (this.#provider === opening) this.#provider = undefined;
    });
    return opening;
  }
}

/** What keeps a provider from being made is told as it is; of anything else nothing is passed on. */
function knownError(error: unknown): RouterError {
  if (RouterError.is(error)) return error;
  return new RouterError("INTERNAL", "The provider could not be opened.", "Report this as a defect.");
}

function readOnly(id: ProviderId): Promise<never> {
  const error = new RouterError(
    "PROVIDER_READ_ONLY",
    `The provider ${id} stores nothing through Secret Router.`,
    "Change the secret with the provider's own program.",
  );
  return Promise.reject(error);
}
