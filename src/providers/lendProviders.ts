import type { Provider, Providers } from "../core/provider";
import { createProviders, type ProvidersOptions } from "./registry";

/** Lends providers to an action and closes those that it used, so that no open socket stays behind. */
export async function lendProviders<T>(
  options: ProvidersOptions,
  action: (provider: Providers) => Promise<T>,
): Promise<T> {
  const opened = new Set<Provider>();
  const provider = createProviders(options);
  try {
    return await action(async (id) => {
      const found = await provider(id);
      opened.add(found);
      return found;
    });
  } finally {
    await Promise.allSettled([...opened].map((each) => each.close()));
  }
}
