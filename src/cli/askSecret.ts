import type { SecretValue } from "../core/secretValue";
import { hiddenPrompt } from "../platform/hiddenPrompt";
import { readSecretInput } from "../platform/readSecretInput";

/** @throws RouterError USAGE, or ABORTED when the user gives up. */
export function askSecret(label: string): Promise<SecretValue> {
  return readSecretInput(`${label} (not shown): `);
}

/** Asks on the terminal even where standard input carries the value itself; undefined where there is no terminal. */
export function askPassphrase(attempt: number): Promise<SecretValue | undefined> {
  return hiddenPrompt(
    attempt === 1 ? "Passphrase of the store (not shown): " : "That was not it. Passphrase of the store: ",
  );
}
