import type { Source } from "../contract/events";
import type { Mode } from "../contract/mode";
import type { ProviderId } from "../core/reference";
import type { RouterError } from "../core/routerError";

export const auditActions = [
  "session_start",
  "session_end",
  "serve",
  "fetch_error",
  "process_error",
  "mode",
  "kill",
  "resume",
  "refresh",
  "set",
  "remove",
  "import",
  "import_undo",
  "reveal",
  "login",
  "logout",
  "audit_recovered",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** One line of the audit log. There is no place for a value, and long texts are cut. */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly session?: string;
  readonly pid?: number;
  readonly program?: string;
  readonly name?: string;
  readonly names?: readonly string[];
  readonly provider?: ProviderId;
  readonly reference?: string;
  readonly source?: Source;
  readonly version?: string;
  readonly mode?: Mode;
  readonly canary?: number;
  readonly count?: number;
  readonly code?: string;
  readonly reason?: string;
  readonly file?: string;
}

export interface AuditLog {
  /** Keeps the entry for the next flush, within a second; never throws, never waits. */
  record(entry: AuditEntry): void;
  /** Never rejects: what cannot be written is kept for the next time, and `problem` tells. */
  flush(): Promise<void>;
  /** Flushes for the last time. */
  close(): Promise<void>;
  /** Why entries wait to be written. */
  readonly problem: RouterError | undefined;
}
