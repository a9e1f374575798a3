import type { Mode } from "../../../src/contract/mode";

export interface BrokerSetup {
  readonly scope: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly mode: Mode;
  readonly delayMs?: number;
  /** Owns the session of this folder's terminals, as soon as nobody else does. */
  readonly terminalsOf?: string;
  readonly configurationPath?: string;
  readonly environment?: string;
}

export type BrokerCommand =
  | { readonly do: "status" | "refresh" | "close" | "letGo" }
  | { readonly do: "set"; readonly name: string; readonly value: string }
  | { readonly do: "audit"; readonly name: string; readonly count: number };
