import type { Comparison } from "../../contract/events";
import type { Mode } from "../../contract/mode";
import type { VaultFacts } from "../vault/vaultStanding";

/** What the tree shows, without the editor: names and counts, never a value. */
export interface TreeFacts {
  readonly nowMs: number;
  readonly killed: boolean;
  /** Those that the projects need. */
  readonly vaults: readonly VaultFacts[];
  readonly servers: readonly ServerFacts[];
  readonly secrets: readonly SecretFacts[];
  readonly sessions: readonly SessionFacts[];
  readonly unrouted: readonly { readonly id: string; readonly label: string; readonly why: string }[];
}

export interface ServerFacts {
  readonly key: string;
  readonly name: string;
  /** The file, as a person would name it. */
  readonly place: string;
  readonly path: string;
  readonly isRemote: boolean;
  readonly isRunning: boolean;
}

export interface SecretFacts {
  readonly name: string;
  readonly reference: string;
  /** Of the configuration that names it. */
  readonly configurationPath: string | undefined;
  /** In the embedded store; undefined for a reference to another provider, which is not asked for a list. */
  readonly isStored: boolean | undefined;
  readonly inEnvironment: boolean;
  /** Undefined before a session has had it. */
  readonly state: "pending" | "ready" | "missing" | "error" | undefined;
  readonly comparison: Comparison | null;
  readonly version: string | null;
  readonly isStale: boolean;
  readonly fromVault: number;
  readonly fromEnvironment: number;
  readonly lastReadAt: number | null;
  readonly error: string | null;
}

export interface SessionFacts {
  readonly id: string;
  readonly kind: "debug" | "mcp" | "terminals";
  readonly label: string;
  readonly mode: Mode;
  readonly canary: number;
  readonly killed: boolean;
  readonly fromVault: number;
  readonly fromEnvironment: number;
  readonly errors: number;
  readonly programs: readonly { readonly pid: number; readonly program: string; readonly runs: boolean }[];
}
