import type { ReadsEvent } from "../contract/events";
import type { AuditEntry } from "./auditLog";

/** Adds up what was served, so that a busy program costs the log one line a second for each name and source. */
export class ServeAudit {
  readonly #session: string;
  readonly #served = new Map<string, AuditEntry & { readonly count: number }>();

  constructor(session: string) {
    this.#session = session;
  }

  add(pid: number, program: string | null, event: ReadsEvent): void {
    const { name, source, mode, version, count } = event;
    if (source === "none" || count === 0) return;
    const key = JSON.stringify([pid, name, source, mode, version]);
    const total = (this.#served.get(key)?.count ?? 0) + count;
    this.#served.set(key, {
      action: "serve",
      session: this.#session,
      pid,
      ...(program === null ? {} : { program }),
      name,
      source,
      ...(version === undefined ? {} : { version }),
      mode,
      count: total,
    });
  }

  /** Gives what was added since the last time. */
  take(): readonly AuditEntry[] {
    const entries = [...this.#served.values()];
    this.#served.clear();
    return entries;
  }
}
