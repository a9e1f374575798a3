import type { ProcessEvent } from "../contract/events";
import type { Reference } from "../core/reference";
import type { Clock } from "./clock";
import { ProcessRoster } from "./processRoster";
import type { SecretCache } from "./secretCache";
import type { SessionAudit } from "./sessionAudit";
import type { SessionLease } from "./sessionLease";
import type { SessionMetrics } from "./sessionMetrics";
import type { SessionName, SessionNames } from "./sessionNames";
import type { ProcessStatus } from "./sessionStatus";

export interface ProcessReportsOptions {
  readonly clock: Clock;
  readonly names: SessionNames;
  readonly cache: SecretCache;
  readonly lease: SessionLease;
  readonly metrics: SessionMetrics;
  readonly audit: SessionAudit;
  readonly referenceFor: (name: string) => Reference | undefined;
  /** How long a program waits for what it has asked for. */
  readonly askWaitMs: () => number;
  readonly onError: (code: string) => void;
}

/** What follows from what the processes of a session report: counts, lines in the log, and answers. */
export class ProcessReports {
  readonly #options: ProcessReportsOptions;
  readonly #roster = new ProcessRoster();

  constructor(options: ProcessReportsOptions) {
    this.#options = options;
  }

  processes(): readonly ProcessStatus[] {
    return this.#roster.list();
  }

  take(pid: number, event: ProcessEvent): void {
    const { clock, cache, metrics, audit, onError } = this.#options;
    this.#roster.add(pid, event);
    switch (event.t) {
      case "ask":
        this.#answer(pid, event.name);
        break;
      case "reads": {
        const entry = this.#nameOf(pid, event.name);
        entry?.counts.addReads(event);
        if (entry?.reference != null) cache.fetchFirst(entry.reference);
        metrics.addReads(event);
        audit.served(pid, this.#roster.get(pid)?.program ?? null, event);
        break;
      }
      case "compare":
        this.#nameOf(pid, event.name)?.counts.addComparison(event.result, clock.now());
        metrics.counts.addComparison(event.result, clock.now());
        break;
      case "error":
        audit.processFailed(pid, event);
        onError(event.code);
        break;
      case "start":
      case "lease":
      case "end":
        break;
      default:
        event satisfies never;
    }
  }

  /** Answers a name that a process found in no lease. */
  #answer(pid: number, name: string): void {
    const { clock, cache, lease, metrics, askWaitMs } = this.#options;
    const entry = this.#nameOf(pid, name);
    if (entry === undefined) return;
    if (entry.reference === null || entry.key === null) {
      if (!lease.has(name)) lease.writeSoon();
      return;
    }
    const { key } = entry;
    const isHeld = cache.has(key);
    if (isHeld) metrics.addAnsweredAsk();
    if (isHeld && !lease.has(name)) lease.writeSoon();
    void cache.fetch([entry.reference]);
    if (cache.get(key)?.isIdle !== true) return;
    // The program waits: before it gives up, it gets the value from before.
    clock.after(askWaitMs() / 2, () => cache.revive(key));
  }

  /** The entry of a name that a process uses, made on its first mention. */
  #nameOf(pid: number, name: string): SessionName | undefined {
    const { clock, names, referenceFor } = this.#options;
    const now = clock.now();
    const entry = names.get(name) ?? names.add(name, referenceFor(name), now);
    if (entry === undefined) return undefined;
    entry.usedAt = now;
    entry.users.add(pid);
    return entry;
  }
}
