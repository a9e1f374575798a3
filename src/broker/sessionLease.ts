import type { LeaseBody } from "../contract/lease";
import type { RouterError } from "../core/routerError";
import { ioError } from "../platform/ioError";
import type { Clock } from "./clock";
import { type LeaseTerms, LeaseWriter } from "./leaseWriter";
import type { Session } from "./sessionDirectory";

export interface SessionLeaseOptions {
  readonly session: Session;
  readonly clock: Clock;
  /** What the next generation says. */
  readonly content: () => { readonly terms: LeaseTerms; readonly body: LeaseBody };
  /** Before a generation that nobody waits for: what was asked of all brokers since must not be undone by it. */
  readonly beforeWrite: () => void;
}

const retryMs = 1_000;

/** Keeps a session's lease in step with what is known and in force. */
export class SessionLease {
  readonly #options: SessionLeaseOptions;
  readonly #writer: LeaseWriter;
  #names: ReadonlySet<string> = new Set();
  #problem: RouterError | null = null;
  #cancelWrite: (() => void) | undefined;
  #isClosed = false;

  constructor(options: SessionLeaseOptions) {
    this.#options = options;
    this.#writer = new LeaseWriter(options.session);
  }

  get generation(): number {
    return this.#writer.generation;
  }

  /** Why the newest generation could not be written. */
  get problem(): RouterError | null {
    return this.#problem;
  }

  /** Whether the newest generation has an entry of that name. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Changes of the same moment share one generation. */
  writeSoon(delayMs = 0): void {
    if (this.#isClosed) return;
    this.#cancelWrite ??= this.#options.clock.after(delayMs, () => {
      this.#options.beforeWrite();
      this.writeNow();
    });
  }

  /** Never throws: the lease before stays in force, unless this one kills. */
  writeNow(): void {
    this.#cancelWrite?.();
    this.#cancelWrite = undefined;
    if (this.#isClosed) return;
    const { terms, body } = this.#options.content();
    try {
      this.#writer.write(terms, body, this.#options.clock.now());
      this.#problem = null;
      this.#names = new Set(body.entries.map(({ name }) => name));
    } catch (error) {
      this.#problem = ioError(error, this.#options.session.directory);
      if (terms.killed) this.#writer.withdraw();
      this.writeSoon(retryMs);
    }
  }

  hasKilledMark(): boolean {
    return this.#writer.hasKilledMark();
  }

  removeKilledMark(): void {
    this.#writer.removeKilledMark();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelWrite?.();
  }
}
