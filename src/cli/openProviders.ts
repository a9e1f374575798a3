import type { Configuration } from "../core/configuration";
import type { Provider } from "../core/provider";
import type { ProviderId } from "../core/reference";
import { createProviders } from "../providers/registry";
import { askPassphrase } from "./askSecret";
import type { CommandContext } from "./context";

export type Providers = (id: ProviderId) => Promise<Provider>;

/** Lends providers to an action and closes those that it used, so that no open socket keeps the command alive. */
export async function withProviders<T>(
  context: CommandContext,
  configuration: Pick<Configuration, "vaultUrl">,
  action: (provider: Providers) => Promise<T>,
): Promise<T> {
  const opened = new Set<Provider>();
  const { directories, environment } = context;
  const provider = createProviders({
    directories,
    environment,
    configuration,
    passphrase: askPassphrase,
  });
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
