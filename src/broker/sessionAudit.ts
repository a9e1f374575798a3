import type { ProcessEvent, ReadsEvent } from "../contract/events";
import type { Mode } from "../contract/mode";
import type { Outcome } from "../core/provider";
import type { AuditEntry, AuditLog } from "./auditLog";
import type { Clock } from "./clock";
import type { ProviderCall } from "./providerCalls";
import { ReportAudit } from "./reportAudit";
import type { Session } from "./sessionDirectory";
import { killOf, type Rules } from "./sessionRules";
import type { RefreshResult } from "./sessionStatus";

const reportsEveryMs = 1_000;

/** What one session writes into the user's audit log. */
export class SessionAudit {
  readonly #log: AuditLog;
  readonly #session: Session;
  readonly #clock: Clock;
  readonly #reports: ReportAudit;
  #cancelReports: () => void = () => undefined;
  /** Until there is something to tell: a program that ends at once and read nothing leaves no line, and waits for none. */
  #start: AuditEntry | undefined;

  constructor(log: AuditLog, session: Session, clock: Clock) {
    this.#log = log;
    this.#session = session;
    this.#clock = clock;
    this.#reports = new ReportAudit(session.id);
  }

  start({ mode, canary }: Rules): void {
    const { id: session, command: program } = this.#session;
    this.#start = { action: "session_start", session, pid: process.pid, program, mode, canary };
    this.#reportLater();
  }

  served(pid: number, program: string | null, event: ReadsEvent): void {
    this.#reports.addReads(pid, program, event);
  }

  /** A value that is handed out at launch is served like one that is read. */
  injected(name: string, mode: Mode, outcome: Outcome | undefined): void {
    const { id: session, command: program } = this.#session;
    const version = outcome?.status === "found" ? outcome.version : undefined;
    const served = { action: "serve", session, program, name, source: "vault", mode, count: 1 } as const;
    this.#record(version === undefined ? served : { ...served, version });
  }

  processFailed(pid: number, { code }: Extract<ProcessEvent, { t: "error" }>): void {
    this.#reports.addError(pid, code);
  }

  callFailed({ provider, references: count, error }: ProviderCall): void {
    if (error === undefined) return;
    const { code } = error;
    this.#record({ action: "fetch_error", session: this.#session.id, provider, code, count });
  }

  refreshed(names: readonly string[], result: RefreshResult): void {
    const which = names.length === 0 ? {} : { names };
    this.#record({ action: "refresh", session: this.#session.id, ...which, count: result.refreshed });
  }

  rulesChanged(before: Rules, after: Rules): void {
    const { id: session } = this.#session;
    const { mode, canary } = after;
    const [killedBefore, killed] = [killOf(before), killOf(after)];
    if (killed !== null && killedBefore === null)
      this.#record({ action: "kill", session, reason: killed.reason });
    if (killed === null && killedBefore !== null) this.#record({ action: "resume", session });
    if (mode !== before.mode || canary !== before.canary)
      this.#record({ action: "mode", session, mode, canary });
  }

  /** Never rejects. */
  end(): Promise<void> {
    this.#cancelReports();
    this.#recordReports();
    if (this.#start !== undefined) return Promise.resolve();
    this.#record({ action: "session_end", session: this.#session.id });
    return this.#log.flush();
  }

  #reportLater(): void {
    this.#cancelReports = this.#clock.after(reportsEveryMs, () => {
      this.#recordStart();
      this.#recordReports();
      this.#reportLater();
    });
  }

  #recordReports(): void {
    for (const entry of this.#reports.take()) this.#record(entry);
  }

  #record(entry: AuditEntry): void {
    this.#recordStart();
    this.#log.record(entry);
  }

  #recordStart(): void {
    const start = this.#start;
    this.#start = undefined;
    if (start !== undefined) this.#log.record(start);
  }
}
