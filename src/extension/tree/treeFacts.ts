import type { Comparison } from "../../contract/events";
import type { UnroutedLaunch } from "../sessions/sessions";
import type { VaultFacts } from "../vault/vaultStanding";

/** What the tree shows, without the editor: names and counts, never a value. */
export interface TreeFacts {
  readonly nowMs: number;
  /** The kill switch is thrown for everything. */
  readonly killed: boolean;
  /** Of the projects that have any. */
  readonly environments: readonly EnvironmentFacts[];
  /** Those that the projects need. */
  readonly vaults: readonly VaultFacts[];
  /** Why the embedded store cannot be opened, where a project needs it and that is so. */
  readonly store: StoreProblem | undefined;
  readonly servers: readonly ServerFacts[];
  readonly secrets: readonly SecretFacts[];
  readonly sessions: readonly SessionFacts[];
  readonly unrouted: readonly UnroutedLaunch[];
}

export interface StoreProblem {
  /** A passphrase is all that is missing. */
  readonly isLocked: boolean;
  /** For a person. */
  readonly sentence: string;
}

export interface EnvironmentFacts {
  /** The folder's address, as the editor writes it. */
  readonly folder: string;
  /** Where there are several. */
  readonly folderName: string | undefined;
  readonly environment: string | undefined;
}

export interface ServerFacts {
  readonly key: string;
  readonly name: string;
  /** The file, as a person would name it. */
  readonly place: string;
  readonly path: string;
  /** Counted from 1; undefined where it cannot be told. */
  readonly line: number | undefined;
  /** The names of the secrets that it may read. */
  readonly secrets: readonly string[];
  readonly state: ServerState;
}

/**
 * Of a server that was started routed. `running` has a program that has told of itself, and `started` none yet. What is
 * no Node program never does: `injected` was given secrets at its start, `unserved` none.
 */
export type ServerRun = "running" | "killed" | "started" | "injected" | "unserved";

/**
 * `remote` runs elsewhere, `wrapped` is routed by its own command line, `sandboxed` asks for a sandbox that only
 * the editor gives, `unsupported` is in an editor that starts no servers for extensions, and `unrouted` was left out by
 * the user.
 */
export type ServerState =
  | ServerRun
  | "routed"
  | "unrouted"
  | "remote"
  | "wrapped"
  | "sandboxed"
  | "unsupported";

export interface SecretFacts {
  readonly name: string;
  /** The path of its project's folder: two projects may have a secret of the same name. */
  readonly folder: string;
  /** The folder's name, where there are several. */
  readonly place: string | undefined;
  /** In which its sessions run, each once; where none has it, what the configuration says. */
  readonly modes: readonly string[];
  readonly reference: string;
  /** Whether the configuration gives it a reference of its own. */
  readonly isMapped: boolean;
  /**
   * In the embedded store; undefined while nobody knows, and for a reference to another provider, which is not asked for a
   * list.
   */
  readonly isStored: boolean | undefined;
  /** Why nobody knows, where it lies in the embedded store. */
  readonly storeProblem: StoreProblem | undefined;
  /** Whether a copy of it lies in plain text where programs find it; undefined while nobody knows. */
  readonly hasCopy: boolean | undefined;
  /** Where, as far as that is known. */
  readonly copies: readonly CopyPlace[];
  /** Undefined before a session has had it. */
  readonly state: "pending" | "ready" | "missing" | "error" | undefined;
  readonly comparison: Comparison | null;
  readonly version: string | null;
  readonly isStale: boolean;
  /** A program has set it itself and keeps that value. */
  readonly isWritten: boolean;
  readonly fromVault: number;
  readonly fromEnvironment: number;
  /** Reads that found no value anywhere. */
  readonly fromNowhere: number;
  readonly lastReadAt: number | null;
  readonly error: string | null;
  /** Every session that has it is killed, so that it is served to nobody. */
  readonly isKilled: boolean;
  /** What the killed ones of its sessions are called. */
  readonly killedIn: readonly string[];
  readonly readers: readonly ProgramFacts[];
}

/** Where a secret's value lies in plain text. */
export interface CopyPlace {
  /** As a person would name it. */
  readonly place: string;
  /** The file, with a line that is counted from 1 where one is known. */
  readonly file?: { readonly path: string; readonly line?: number };
}

export interface SessionFacts {
  readonly id: string;
  readonly kind: "debug" | "mcp" | "terminals";
  readonly label: string;
  readonly mode: string;
  /** What its configuration says of the mode: not always what it runs in. */
  readonly configuredMode: string;
  /** Why it is killed, or null. */
  readonly killed: string | null;
  readonly fromVault: number;
  readonly fromEnvironment: number;
  /** Within the last minute. */
  readonly errors: number;
  /** Since its start, by code. */
  readonly errorCodes: Readonly<Record<string, number>>;
  /** Names that a program which is not Node was given at its start. */
  readonly injected: readonly string[];
  readonly programs: readonly ProgramFacts[];
}

export interface ProgramFacts {
  readonly pid: number;
  readonly program: string;
  readonly runs: boolean;
}
