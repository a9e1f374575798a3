import { CircuitBreaker } from "../core/circuitBreaker";
import { isProviderFault } from "../core/isProviderFault";
import type { Outcome, Provider } from "../core/provider";
import { type ProviderId, printReference, type Reference } from "../core/reference";
import { RouterError } from "../core/routerError";
import type { Clock } from "./clock";
import { within } from "./within";

export interface ProviderCallsOptions {
  readonly lookUp: (id: ProviderId) => Promise<Provider>;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly onCall: (call: ProviderCall) => void;
  /** The provider says that its stored values may have changed. */
  readonly onStoreChange: (id: ProviderId) => void;
}

export interface ProviderCall {
  readonly provider: ProviderId;
  readonly references: number;
  readonly durationMs: number;
  /** The first error among the outcomes. */
  readonly error: RouterError | undefined;
}

export interface Answers {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Set while the provider is left alone: no call before then has a chance. */
  readonly retryAt: number | undefined;
}

interface Line {
  readonly breaker: CircuitBreaker;
  provider: Promise<Provider> | undefined;
  stopWatching: (() => void) | undefined;
  lastError: RouterError | undefined;
}

const closeTimeoutMs = 500;

/** Calls providers so that nothing can hang, reject or be hammered: a deadline and a circuit breaker around each. */
export class ProviderCalls {
  readonly #options: ProviderCallsOptions;
  readonly #lines = new Map<ProviderId, Line>();
  readonly #running = new Set<AbortController>();
  #isClosed = false;

  constructor(options: ProviderCallsOptions) {
    this.#options = options;
  }

  /** @param forced calls even while the breaker is open, because the user asked. Never rejects. */
  async resolve(id: ProviderId, references: readonly Reference[], forced: boolean): Promise<Answers> {
    const { clock } = this.#options;
    const line = this.#lineOf(id);
    const mayEnter = line.breaker.tryEnter(clock.now());
    if (!(mayEnter || forced) || this.#isClosed) {
      const error = line.lastError ?? closedError();
      return { outcomes: completed(references, new Map(), () => error), retryAt: retryAtOf(line) };
    }
    const startedAt = clock.now();
    const outcomes = await this.#call(id, line, references);
    const errors = [...outcomes.values()].flatMap((outcome) =>
      outcome.status === "error" ? [outcome.error] : [],
    );
    // By their codes and not by their number: a secret that may not be read is asked for alone after its first failure.
    const faults = errors.filter(({ code }) => isProviderFault(code));
    const hasAnswered = faults.length < outcomes.size || outcomes.size === 0;
    if (hasAnswered) line.breaker.succeeded();
    // A call that only the user's insistence has let through is no trial: it must not lengthen the cool-down.
    if (!hasAnswered && mayEnter) line.breaker.failed(clock.now());
    line.lastError = errors[0];
    if (!this.#isClosed) {
      const durationMs = clock.now() - startedAt;
      this.#options.onCall({ provider: id, references: references.length, durationMs, error: errors[0] });
    }
    return { outcomes, retryAt: retryAtOf(line) };
  }

  /** Aborts what runs and closes the providers. Never rejects and waits at most half a second. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const controller of this.#running) controller.abort();
    const lines = [...this.#lines.values()];
    for (const line of lines) line.stopWatching?.();
    const closing = lines.map(async (line) => (await line.provider)?.close());
    await within(this.#options.clock, closeTimeoutMs, Promise.allSettled(closing));
  }

  async #call(
    id: ProviderId,
    line: Line,
    references: readonly Reference[],
  ): Promise<ReadonlyMap<string, Outcome>> {
    const { clock, timeoutMs } = this.#options;
    const controller = new AbortController();
    this.#running.add(controller);
    const cancelDeadline = clock.after(timeoutMs, () => controller.abort());
    try {
      const answer = this.#provider(id, line).then((provider) =>
        provider.resolve(references, controller.signal),
      );
      const outcomes = await Promise.race([answer, aborted(controller.signal)]);
      // What the end of the session has cut off says nothing about the provider.
      if (this.#isClosed) return completed(references, new Map(), closedError);
      if (outcomes === undefined) return completed(references, new Map(), () => timeoutError(id, timeoutMs));
      return completed(references, outcomes, () => unansweredError(id));
    } catch (error) {
      const shown = RouterError.is(error) ? error : failedError(id);
      return completed(references, new Map(), () => shown);
    } finally {
      cancelDeadline();
      this.#running.delete(controller);
    }
  }

  #provider(id: ProviderId, line: Line): Promise<Provider> {
    line.provider ??= this.#open(id, line);
    return line.provider;
  }

  async #open(id: ProviderId, line: Line): Promise<Provider> {
    try {
      const provider = await this.#options.lookUp(id);
      if (!this.#isClosed) line.stopWatching = provider.watch?.(() => this.#options.onStoreChange(id));
      return provider;
    } catch (error) {
      // The next call tries again: a key file or a login may have come by then.
      line.provider = undefined;
      throw error;
    }
  }

  #lineOf(id: ProviderId): Line {
    const known = this.#lines.get(id);
    if (known !== undefined) return known;
    const breaker = new CircuitBreaker({ failureLimit: 5, coolDownMs: 30_000, longestCoolDownMs: 120_000 });
    const line: Line = { breaker, provider: undefined, stopWatching: undefined, lastError: undefined };
    this.#lines.set(id, line);
    return line;
  }
}

function retryAtOf(line: Line): number | undefined {
  return line.breaker.isOpen ? line.breaker.retryAt : undefined;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

/** Gives every reference an outcome, whatever the provider left out. */
function completed(
  references: readonly Reference[],
  outcomes: ReadonlyMap<string, Outcome>,
  errorFor: () => RouterError,
): ReadonlyMap<string, Outcome> {
  return new Map(
    references.map((reference) => {
      const key = printReference(reference);
      return [key, outcomes.get(key) ?? { status: "error", error: errorFor() }];
    }),
  );
}

function timeoutError(id: ProviderId, timeoutMs: number): RouterError {
  return new RouterError(
    "PROVIDER_TIMEOUT",
    `The provider ${id} did not answer within ${timeoutMs} ms.`,
    "Check with `secret-router doctor` that it can be reached.",
  );
}

function unansweredError(id: ProviderId): RouterError {
  return new RouterError(
    "INTERNAL",
    `The provider ${id} left a reference unanswered.`,
    "Please report this as a bug.",
  );
}

/** An error of unknown origin may hold a request or a token: nothing of it is passed on. */
function failedError(id: ProviderId): RouterError {
  return new RouterError(
    "INTERNAL",
    `The provider ${id} failed in an unexpected way.`,
    "Run `secret-router doctor`; if it finds nothing, please report this as a bug.",
  );
}

function closedError(): RouterError {
  return new RouterError("ABORTED", "The session has ended.", "Start the program again.");
}
