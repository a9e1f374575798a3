import type { ReadsEvent } from "../contract/events";
import type { AuditEntry } from "./auditLog";

type Counted = AuditEntry & { readonly count: number };

// What processes report comes from files that they can fill with anything: it must not push the rest out of the log.
const maxEntries = 2_000;

/**
 * Adds up what processes report, so that a busy program costs the log one line a second for each name and source, and
 * for each kind of error.
 */
export class ReportAudit {
  readonly #session: string;
  readonly #entries = new Map<string, Counted>();
  #dropped = 0;

  constructor(session: string) {
    this.#session = session;
  }

  addReads(pid: number, program: string | null, event: ReadsEvent): void {
    const { name, source, mode, version, count } = event;
    if (source === "none" || count === 0) return;
    const details = {
      ...(program === null ? {} : { program }),
      ...(version === undefined ? {} : { version }),
    };
    this.#add({ action: "serve", session: this.#session, pid, ...details, name, source, mode, count });
  }

  addError(pid: number, code: string): void {
    this.#add({ action: "process_error", session: this.#session, pid, code, count: 1 });
  }

  /** Gives what was added since the last time. */
  take(): readonly AuditEntry[] {
    const entries: AuditEntry[] = [...this.#entries.values()];
    if (this.#dropped > 0) {
      const reason = "too many different reports within a second";
      entries.push({ action: "process_error", session: this.#session, reason, count: this.#dropped });
    }
    this.#entries.clear();
    this.#dropped = 0;
    return entries;
  }

  #add({ count, ...entry }: Counted): void {
    const key = JSON.stringify(entry);
    const before = this.#entries.get(key)?.count;
    if (before === undefined && this.#entries.size >= maxEntries) this.#dropped += count;
    else this.#entries.set(key, { ...entry, count: (before ?? 0) + count });
  }
}
