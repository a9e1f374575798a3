import type { Provider, Providers } from "../../core/provider";
import { resolveAcross } from "./resolveAcross";
import { storeAcross } from "./storeAcross";

/** One provider in front of all: each reference goes to its own. Made for imports, whose names may lie in several. */
export function providerAcross(id: Provider["id"], provider: Providers): Provider {
  return {
    id,
    resolve: (references, signal) => resolveAcross(references, provider, signal),
    health: async (signal) => (await provider(id)).health(signal),
    store: (reference, value, signal) => storeAcross(reference, value, provider, signal),
    close: async () => undefined,
  };
}
