import type { Configuration } from "../../core/configuration";
import type { Health } from "../../core/provider";
import type { RouterError } from "../../core/routerError";

export type VaultStanding = "unknown" | "connected" | "notLoggedIn" | "unreachable";

/** How one vault stands, for every surface that shows it. */
export interface VaultFacts {
  /** Undefined where none is named. */
  readonly address: string | undefined;
  readonly standing: VaultStanding;
  /** One sentence for a person. */
  readonly sentence: string;
}

/** Whether a vault is asked for anything in a project. */
export function needsVault({ provider, secrets }: Pick<Configuration, "provider" | "secrets">): boolean {
  return provider === "vault" || [...secrets.values()].some((reference) => reference.provider === "vault");
}

export function standingOfHealth(address: string | undefined, health: Health): VaultFacts {
  if (health.error !== undefined) return standingOfError(address, health.error);
  return { address, standing: "connected", sentence: health.summary };
}

/** @param error from a look that could ask nobody for a passphrase. */
export function standingOfError(address: string | undefined, error: RouterError): VaultFacts {
  switch (error.code) {
    case "VAULT_ADDRESS_MISSING":
      return {
        address,
        standing: "notLoggedIn",
        sentence: "No vault is named, and you are connected to none.",
      };
    case "VAULT_NOT_APPROVED":
    case "VAULT_NOT_LOGGED_IN":
      return { address, standing: "notLoggedIn", sentence: `You are not connected to ${address}.` };
    case "VAULT_TOKEN_EXPIRED":
    case "VAULT_LOGIN_FAILED":
      return { address, standing: "notLoggedIn", sentence: error.message };
    // Whether the store's login still works is known once a program has asked for its passphrase.
    case "PASSPHRASE_NEEDED":
    case "PASSPHRASE_WRONG":
      return { address, standing: "unknown", sentence: error.message };
    default:
      return { address, standing: "unreachable", sentence: error.message };
  }
}

/** Whether a vault that could not be used can be used again. */
export function hasRecovered(before: readonly VaultFacts[], after: readonly VaultFacts[]): boolean {
  return after.some(
    ({ address, standing }) =>
      standing === "connected" &&
      before.some((other) => other.address === address && other.standing !== "connected"),
  );
}

/** Host and port, which is what tells vaults apart on a narrow row. */
export function shortAddress(address: string | undefined): string {
  return address?.replace(/^https?:\/\//, "") ?? "no address";
}
