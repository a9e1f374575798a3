import type { Outcome } from "../core/provider";
import { type ProviderId, printReference, type Reference } from "../core/reference";
import type { RouterError } from "../core/routerError";
import type { Clock } from "./clock";
import type { Answers } from "./providerCalls";

export interface SecretCacheOptions {
  readonly resolve: (id: ProviderId, references: readonly Reference[], forced: boolean) => Promise<Answers>;
  readonly clock: Clock;
  readonly ttlMs: number;
  /**
   * Whether anybody still reads it: only then it is read again before it expires. A process that has read it once counts
   * as long as it runs, because it takes for granted that the lease has it.
   */
  readonly isInUse: (key: string) => boolean;
  /** Something that the lease shows has changed. */
  readonly onChange: () => void;
}

/** What is known of one reference. */
export interface CachedSecret {
  readonly reference: Reference;
  /** The newest answer: found or missing. It stays while later calls fail. */
  readonly answer: Answer | undefined;
  /** Epoch milliseconds of `answer`. */
  readonly fetchedAt: number | undefined;
  /** Set when the newest call failed. */
  readonly error: RouterError | undefined;
  /** Expired and read by nobody: not to be served before it has been read again. */
  readonly isIdle: boolean;
}

export type Answer = Exclude<Outcome, { status: "error" }>;

interface Slot {
  readonly key: string;
  readonly reference: Reference;
  answer: Answer | undefined;
  fetchedAt: number | undefined;
  error: RouterError | undefined;
  isIdle: boolean;
  failures: number;
  dueAt: number;
  flight: Promise<void> | undefined;
  next: Promise<void> | undefined;
}

interface Batch {
  readonly slots: Slot[];
  forced: boolean;
  readonly done: Promise<void>;
}

const shortestTtlMs = 1_000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/**
 * Reads each reference once, however many ask, and again in the background before it expires. References wanted in the
 * same moment from one provider go out in one call.
 */
export class SecretCache {
  readonly #options: SecretCacheOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #batches = new Map<ProviderId, Batch>();
  #ttlMs: number;
  #cancelTimer: () => void = () => undefined;
  #isPaused = false;

  constructor(options: SecretCacheOptions) {
    this.#options = options;
    this.#ttlMs = options.ttlMs;
  }

  get(key: string): CachedSecret | undefined {
    return this.#slots.get(key);
  }

  /** Whether the cache can answer now, without a call or while one runs already. */
  has(key: string): boolean {
    const slot = this.#slots.get(key);
    return slot !== undefined && (slot.flight !== undefined || this.#isFresh(slot));
  }

  /** Resolves when each has a fresh answer or its call has failed. Never rejects. */
  async fetch(references: readonly Reference[]): Promise<void> {
    const wanted = references.map((reference) => this.#slotOf(reference));
    await Promise.all(wanted.map((slot) => (this.#isFresh(slot) ? undefined : this.#call(slot, false))));
  }

  /**
   * For what a process has read, whatever it was served: in shadow mode nobody asks for a name whose answer is still to
   * come, so that it was read must be enough to fetch it.
   */
  fetchFirst(reference: Reference): void {
    if (!this.#slots.has(printReference(reference))) void this.fetch([reference]);
  }

  /** As `fetch`, but what is fresh is read again too, by a call that starts now or later. */
  async refetch(references: readonly Reference[], forced: boolean): Promise<void> {
    if (this.#isPaused) return;
    await Promise.all(references.map((reference) => this.#callAnew(this.#slotOf(reference), forced)));
  }

  /** What is served of one provider. The idle ones are read again when somebody asks for them. */
  activeReferences(id: ProviderId): readonly Reference[] {
    return [...this.#slots.values()]
      .filter((slot) => slot.reference.provider === id && !slot.isIdle)
      .map((slot) => slot.reference);
  }

  /** Forgets what one provider has answered, and what it is answering now. */
  forget(id: ProviderId): void {
    for (const [key, { reference }] of this.#slots) {
      if (reference.provider === id) this.#slots.delete(key);
    }
  }

  /** Serves the last answer of an idle reference, because reading it again takes too long. */
  revive(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined || !slot.isIdle || slot.answer === undefined) return;
    slot.isIdle = false;
    this.#options.onChange();
  }

  /** Counts for what has been read already, too. */
  setTtl(ttlMs: number): void {
    if (ttlMs === this.#ttlMs) return;
    this.#ttlMs = ttlMs;
    const jitter = this.#options.clock.random();
    for (const slot of this.#slots.values()) {
      if (slot.fetchedAt !== undefined && slot.error === undefined)
        slot.dueAt = this.#dueAfter(slot.fetchedAt, jitter);
    }
    this.#schedule();
  }

  /** Nothing is read while paused: nobody is served. What is due is read when it ends. */
  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    this.#schedule();
  }

  close(): void {
    this.setPaused(true);
  }

  #slotOf(reference: Reference): Slot {
    const key = printReference(reference);
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    const slot: Slot = {
      key,
      reference,
      answer: undefined,
      fetchedAt: undefined,
      error: undefined,
      isIdle: false,
      failures: 0,
      dueAt: 0,
      flight: undefined,
      next: undefined,
    };
    this.#slots.set(key, slot);
    return slot;
  }

  /** A failure counts as fresh until its next attempt is due, or each read of a broken name would call the provider. */
  #isFresh(slot: Slot): boolean {
    return !slot.isIdle && this.#options.clock.now() < slot.dueAt;
  }

  #callAnew(slot: Slot, forced: boolean): Promise<void> {
    if (slot.flight === undefined) return this.#call(slot, forced);
    // The running call may have read the old value: one more follows it, however many ask for it meanwhile.
    slot.next ??= slot.flight.then(() => {
      slot.next = undefined;
      return this.#call(slot, forced);
    });
    return slot.next;
  }

  #call(slot: Slot, forced: boolean): Promise<void> {
    if (this.#isPaused) return Promise.resolve();
    if (slot.flight !== undefined) return slot.flight;
    const batch = this.#batchOf(slot.reference.provider);
    batch.slots.push(slot);
    batch.forced ||= forced;
    slot.flight = batch.done;
    return batch.done;
  }

  #batchOf(id: ProviderId): Batch {
    const open = this.#batches.get(id);
    if (open !== undefined) return open;
    const done = Promise.resolve().then(() => this.#send(id));
    const batch: Batch = { slots: [], forced: false, done };
    this.#batches.set(id, batch);
    return batch;
  }

  async #send(id: ProviderId): Promise<void> {
    const batch = this.#batches.get(id);
    this.#batches.delete(id);
    if (batch === undefined) return;
    const references = batch.slots.map((slot) => slot.reference);
    const { outcomes, retryAt } = await this.#options.resolve(id, references, batch.forced);
    // One jitter for all: what was read together is read together again, in one call.
    const jitter = this.#options.clock.random();
    const changes = batch.slots.map((slot) => this.#settle(slot, outcomes.get(slot.key), retryAt, jitter));
    this.#schedule();
    if (changes.includes(true)) this.#options.onChange();
  }

  /** Says whether the lease must show something else. */
  #settle(slot: Slot, outcome: Outcome | undefined, retryAt: number | undefined, jitter: number): boolean {
    const now = this.#options.clock.now();
    const wasIdle = slot.isIdle;
    const hadError = slot.error !== undefined;
    slot.flight = undefined;
    slot.isIdle = false;
    if (outcome === undefined || outcome.status === "error") {
      slot.failures++;
      slot.error = outcome?.error;
      const backoffMs = Math.min(firstRetryMs * 2 ** (slot.failures - 1), longestRetryMs);
      slot.dueAt = Math.max(now + backoffMs * (0.75 + jitter / 2), retryAt ?? 0);
      return wasIdle || !hadError;
    }
    const hasChanged = !isSameAnswer(slot.answer, outcome);
    slot.answer = outcome;
    slot.fetchedAt = now;
    slot.failures = 0;
    slot.error = undefined;
    slot.dueAt = this.#dueAfter(now, jitter);
    return wasIdle || hadError || hasChanged;
  }

  /** Before it expires, and not all sessions of a machine in the same moment. */
  #dueAfter(fetchedAt: number, jitter: number): number {
    return fetchedAt + Math.max(this.#ttlMs, shortestTtlMs) * (0.8 + 0.15 * jitter);
  }

  #schedule(): void {
    this.#cancelTimer();
    if (this.#isPaused) return;
    const due = [...this.#slots.values()].filter((slot) => slot.flight === undefined && !slot.isIdle);
    if (due.length === 0) return;
    const nextAt = Math.min(...due.map((slot) => slot.dueAt));
    this.#cancelTimer = this.#options.clock.after(Math.max(0, nextAt - this.#options.clock.now()), () =>
      this.#refreshDue(),
    );
  }

  #refreshDue(): void {
    const now = this.#options.clock.now();
    const due = [...this.#slots.values()].filter(
      (slot) => slot.flight === undefined && !slot.isIdle && slot.dueAt <= now,
    );
    const idle = due.filter((slot) => !this.#options.isInUse(slot.key));
    for (const slot of idle) slot.isIdle = true;
    for (const slot of due) {
      if (!slot.isIdle) void this.#call(slot, false);
    }
    if (idle.length > 0) this.#options.onChange();
    this.#schedule();
  }
}

/** Compares the values too: not every provider has versions. */
export function isSameAnswer(before: Answer | undefined, after: Answer): boolean {
  if (before === undefined || before.status !== after.status) return false;
  if (before.status === "missing" || after.status === "missing") return true;
  return before.version === after.version && before.value.reveal() === after.value.reveal();
}
