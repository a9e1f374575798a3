import type { Provider } from "../core/provider";
import { RouterError } from "../core/routerError";
import type { Providers } from "./openProviders";
import { resolveAcross } from "./resolveAcross";

/** One provider in front of all: each reference goes to its own. Made for imports, whose names may lie in several. */
export function providerAcross(id: Provider["id"], provider: Providers): Provider {
  return {
    id,
    resolve: (references, signal) => resolveAcross(references, provider, signal),
    health: async (signal) => (await provider(id)).health(signal),
    async store(reference, value, signal) {
      const own = await provider(reference.provider);
      if (own.store !== undefined) return own.store(reference, value, signal);
      throw new RouterError(
        "PROVIDER_READ_ONLY",
        `The provider ${reference.provider} stores nothing through Secret Router.`,
        "Change the secret with the provider's own program.",
      );
    },
    close: async () => undefined,
  };
}
