import type { CanaryUnit, FallbackPolicy, Mode } from "../contract/mode";
import type { Outcome, Provider } from "../core/provider";
import type { ProviderId, Reference } from "../core/reference";
import type { Directories } from "../platform/directories";
import type { AuditLog } from "./auditLog";
import type { Clock } from "./clock";
import type { Session } from "./sessionDirectory";
import type { Kill, RefreshResult, SessionStatus } from "./sessionStatus";

/** What a configuration says of a session. One that runs follows it. */
export interface SessionTerms {
  /** The file that says so, by which a switch of the mode tells whom it is meant for. */
  readonly configurationPath?: string | undefined;
  /** The one of its environments that is laid over it. */
  readonly environment?: string | undefined;
  readonly mode: Mode;
  /** 0 to 100. */
  readonly canary: number;
  readonly unit: CanaryUnit;
  readonly onMissing: FallbackPolicy;
  readonly onError: FallbackPolicy;
  readonly cacheTtlMs: number;
  /** More errors of processes than this within a minute kill the session; the preloader has the same limit for its own. */
  readonly errorThreshold: number;
  /** Whether too many errors throw the session's kill switch. The user's own always works. */
  readonly killSwitchEnabled: boolean;
  readonly strict: boolean;
  /** Default 300. */
  readonly askWaitMs?: number;
}

export interface BrokerOptions extends SessionTerms {
  readonly session: Session;
  readonly directories: Directories;
  readonly audit: AuditLog;
  /** The names in the first lease, with where their values live. */
  readonly scope: ReadonlyMap<string, Reference>;
  /**
   * Fetches a name when a process reads it and not before, for a session that is there without a program: opening a
   * window must neither ask for a passphrase nor mint credentials. Default false.
   */
  readonly fetchesOnRead?: boolean;
  /** For a name that a process asks for late; undefined answers it as missing. */
  readonly referenceFor: (name: string) => Reference | undefined;
  /** Looked up on first use and closed with the broker. */
  readonly provider: (id: ProviderId) => Promise<Provider>;
  /** A call to a provider that takes longer has failed. Default 10 s. */
  readonly fetchTimeoutMs?: number;
  readonly clock?: Clock;
  /** Called with the first error of each code, of a process or of a provider. */
  readonly onFirstError?: (code: string) => void;
}

/** Fills a session's lease and collects its events. */
export interface Broker {
  /** Writes the first lease, with every name pending, and begins to fetch. Never throws, never waits. */
  start(): void;
  /** Resolves once every name in scope is answered, or at the deadline with what is known by then. */
  ready(deadlineMs: number): Promise<Launch>;
  /** Reads these names again, or all. */
  refresh(names?: readonly string[]): Promise<RefreshResult>;
  /** Reads at once what has failed, without waiting for its turn: what stood in the way may be gone. */
  retryFailed(): void;
  /** For a configuration that changed. A mode that it has said before does not undo the user's own switch since then. */
  follow(terms: SessionTerms): void;
  /**
   * Asks `referenceFor` anew where each name lies, for a configuration that changed, and fetches what lies elsewhere now.
   * A name that it knows no more is forgotten, unless a program that runs has read it.
   */
  relocate(change?: Relocation): void;
  /** Tells which names the launcher has put into the program's environment, for the status. */
  setInjected(names: readonly string[]): void;
  status(): SessionStatus;
  /** Drains the last events, flushes the audit log, closes the providers and removes the session. Never rejects. */
  close(): Promise<void>;
}

export interface Relocation {
  /** Stand in the lease from now on, beside those that do already. */
  readonly names?: readonly string[];
  /** A provider that stands for another server now: its answers until then are no last good values of this one. */
  readonly moved?: ProviderId | undefined;
}

/** What is in force and known at one moment, for a program that gets its secrets at launch. */
export interface Launch {
  readonly mode: Mode;
  readonly canary: number;
  readonly killed: Kill | null;
  /** Without the names that are still pending; empty while killed or off. */
  readonly known: ReadonlyMap<string, Outcome>;
}
