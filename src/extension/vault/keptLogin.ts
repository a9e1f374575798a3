import { SecretValue } from "../../core/secretValue";
import type { VaultLogin } from "../../providers/vault/connection/hostVaults";
import {
  parseStoredCredential,
  printStoredCredential,
} from "../../providers/vault/connection/storedCredential";

/** The text that the secret storage keeps: it names its address, so that it counts for no other whatever its key says. */
export function printKeptLogin(address: string, { auth, namespace }: VaultLogin): string {
  const credential = printStoredCredential(address, auth).reveal();
  return JSON.stringify({ credential, ...(namespace === undefined ? {} : { namespace }) });
}

/** Gives undefined for what was kept for another address, or by another version. */
export function parseKeptLogin(address: string, text: string): VaultLogin | undefined {
  const { credential, namespace } = objectOf(text);
  if (typeof credential !== "string") return undefined;
  const auth = parseStoredCredential(address, new SecretValue(credential));
  // A token file is lent by the user's record of the address alone.
  if (auth === undefined || auth.method === "tokenFile") return undefined;
  return { auth, ...(typeof namespace === "string" && namespace !== "" ? { namespace } : {}) };
}

function objectOf(text: string): { readonly credential?: unknown; readonly namespace?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
