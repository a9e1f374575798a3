import type { VaultFacts, VaultStanding } from "./vaultStanding";

const nextLookMs: Readonly<Record<VaultStanding, number>> = {
  connected: 60_000,
  unknown: 60_000,
  // Nobody is helped by a wrong token being offered again and again.
  notLoggedIn: 60_000,
  unreachable: 15_000,
};
/** A vault that answers badly is not hammered, whatever the programs say. */
const shortestMs = 5_000;

/** @param hasNews a running program has been refused something since the last look. */
export function isLookDue(facts: readonly VaultFacts[], sinceMs: number, hasNews: boolean): boolean {
  if (sinceMs < shortestMs) return false;
  return hasNews || facts.some(({ standing }) => sinceMs >= nextLookMs[standing]);
}
