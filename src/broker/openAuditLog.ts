import type { RouterError } from "../core/routerError";
import type { Directories } from "../platform/directories";
import { ioError } from "../platform/ioError";
import { appendAudit, type TimedAuditEntry } from "./appendAudit";
import { maxAuditFileBytes } from "./auditFiles";
import type { AuditEntry, AuditLog } from "./auditLog";
import { type Clock, systemClock } from "./clock";

export interface AuditLogOptions {
  readonly clock?: Clock;
  readonly maxFileBytes?: number;
}

const flushAfterMs = 500;
const retryAfterMs = 5_000;
const maxTextLength = 512;
const maxNames = 100;
const maxWaiting = 10_000;

/** The user's audit log. Nothing is opened before the first flush. */
export function openAuditLog(directories: Directories, options: AuditLogOptions = {}): AuditLog {
  return new BufferedAuditLog(directories, options);
}

class BufferedAuditLog implements AuditLog {
  readonly #directories: Directories;
  readonly #clock: Clock;
  readonly #maxFileBytes: number;
  #waiting: TimedAuditEntry[] = [];
  #dropped = 0;
  #running: Promise<void> | undefined;
  #cancelFlush: (() => void) | undefined;
  #problem: RouterError | undefined;

  constructor(directories: Directories, options: AuditLogOptions) {
    this.#directories = directories;
    this.#clock = options.clock ?? systemClock;
    this.#maxFileBytes = options.maxFileBytes ?? maxAuditFileBytes;
  }

  get problem(): RouterError | undefined {
    return this.#problem;
  }

  record(entry: AuditEntry): void {
    if (this.#waiting.length >= maxWaiting) {
      this.#dropped++;
      return;
    }
    this.#waiting.push({ at: this.#clock.now(), ...clipped(entry) });
    this.#flushLater(flushAfterMs);
  }

  async flush(): Promise<void> {
    await this.#running;
    this.#running ??= this.#write().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  close(): Promise<void> {
    return this.flush();
  }

  async #write(): Promise<void> {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    const entries = this.#take();
    if (entries.length === 0) return;
    try {
      await appendAudit(this.#directories, entries, this.#maxFileBytes);
      this.#problem = undefined;
    } catch (error) {
      this.#problem = ioError(error, this.#directories.state);
      this.#waiting = [...entries, ...this.#waiting];
      this.#flushLater(retryAfterMs);
    }
  }

  #take(): readonly TimedAuditEntry[] {
    const entries = this.#waiting;
    this.#waiting = [];
    if (this.#dropped === 0) return entries;
    const reason = `${this.#dropped} entries were dropped while the log could not be written`;
    this.#dropped = 0;
    return [...entries, { at: this.#clock.now(), action: "audit_recovered", reason }];
  }

  #flushLater(delayMs: number): void {
    this.#cancelFlush ??= this.#clock.after(delayMs, () => void this.flush());
  }
}

/** Names and programs come from outside: a line stays a line, whatever they are. */
function clipped(entry: AuditEntry): AuditEntry {
  const pairs = Object.entries(entry).map(([key, value]: [string, unknown]) => [key, clip(value)]);
  return Object.fromEntries(pairs) as unknown as AuditEntry;
}

function clip(value: unknown): unknown {
  if (typeof value === "string") return value.slice(0, maxTextLength);
  return Array.isArray(value) ? value.slice(0, maxNames).map(clip) : value;
}
