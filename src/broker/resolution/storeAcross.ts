import type { Providers } from "../../core/provider";
import type { Reference } from "../../core/reference";
import { RouterError } from "../../core/routerError";
import type { SecretValue } from "../../core/secretValue";

/** @throws RouterError PROVIDER_READ_ONLY, and what the provider throws. */
export async function storeAcross(
  reference: Reference,
  value: SecretValue,
  provider: Providers,
  signal: AbortSignal,
): Promise<{ readonly version?: string }> {
  const own = await provider(reference.provider);
  if (own.store !== undefined) return own.store(reference, value, signal);
  throw new RouterError(
    "PROVIDER_READ_ONLY",
    `The provider ${own.id} stores nothing through Secret Router.`,
    "Change the secret with the provider's own program.",
  );
}
