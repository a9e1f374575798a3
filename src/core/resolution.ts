import type { Comparison } from "../contract/events";

/** What the vault said of one name, with the value as text where it has one. */
export type VaultSide =
  | { readonly status: "found"; readonly text: string }
  | { readonly status: "missing" }
  | { readonly status: "error" };

/** How the vault's answer and the environment's value stand to each other. */
export function compareValues(vault: VaultSide, environment: string | undefined): Comparison {
  if (vault.status === "error") return "error";
  if (vault.status === "missing") return "missing_in_vault";
  if (environment === undefined) return "missing_in_environment";
  return vault.text === environment ? "match" : "mismatch";
}
