import { storeAcross } from "../../broker/resolution/storeAcross";
import { referenceOf } from "../../core/launchScope";
import { printReference, type Reference } from "../../core/reference";
import type { SecretValue } from "../../core/secretValue";
import { lendProviders } from "../../providers/lendProviders";
import { openLocalStore } from "../../providers/local/localStore";
import { providersOptions } from "../vault/providersOptions";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { refresh } from "./refresh";

const timeoutMs = 15_000;

/**
 * Stores a value where the project says that the name lies, and has running programs follow.
 * @throws RouterError of the provider.
 */
export async function storeValue(
  window: RouterWindow,
  project: Project,
  name: string,
  value: SecretValue,
): Promise<Reference> {
  const reference = referenceOf(name, project.configuration, project.name);
  if (reference.provider === "local") await storeLocally(window, reference.path, value);
  else
    await lendProviders(providersOptions(window, project.configuration), (provider) =>
      storeAcross(reference, value, provider, AbortSignal.timeout(timeoutMs)),
    );
  window.audit.record({ action: "set", name, reference: printReference(reference) });
  await refresh(window, [name]);
  return reference;
}

/** The store's first secret makes it, which a provider that only reads would not. */
async function storeLocally(
  { directories, passphrase }: RouterWindow,
  path: string,
  value: SecretValue,
): Promise<void> {
  const local = openLocalStore({ directories, passphrase: passphrase.ask });
  try {
    await local.set(path, value);
  } finally {
    local.forget();
  }
}
