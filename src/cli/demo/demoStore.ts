import type { Provider } from "../../core/provider";
import { printReference, type Reference } from "../../core/reference";
import { SecretValue } from "../../core/secretValue";
import type { Directories } from "../../platform/directories";
import { createProviders } from "../../providers/registry";
import { type DemoName, type DemoSecret, type DemoValues, demoSecrets } from "./demoSecrets";

/** Where the demo's secrets lie: written through the same provider that the broker reads with. */
export interface DemoStore {
  readonly references: ReadonlyMap<DemoName, string>;
  /** Whether a change must be announced, because this store tells nobody of it. */
  readonly needsRefresh: boolean;
  write(secret: DemoSecret, values: DemoValues): Promise<void>;
  /** Takes out all that was written. */
  remove(): Promise<void>;
  close(): Promise<void>;
}

export interface DemoStoreOptions {
  readonly directories: Directories;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Undefined for the embedded store. */
  readonly vault: { readonly address: string; readonly path: string } | undefined;
}

const writeTimeoutMs = 10_000;

/** @throws RouterError when the store cannot be opened. */
export async function openDemoStore(options: DemoStoreOptions): Promise<DemoStore> {
  const { directories, environment, vault } = options;
  const providers = createProviders({
    directories,
    environment,
    configuration: { vaultUrl: vault?.address },
  });
  const provider = await providers(vault === undefined ? "local" : "vault");
  const references = new Map(demoSecrets.map(({ name }) => [name, referenceOf(name, vault?.path)]));
  return {
    references: new Map([...references].map(([name, reference]) => [name, printReference(reference)])),
    needsRefresh: vault !== undefined,
    async write({ name }, values) {
      const value = new SecretValue(values.vaultValue(name));
      await storeOf(provider)(referenceOf(name, vault?.path), value, AbortSignal.timeout(writeTimeoutMs));
    },
    async remove() {
      const signal = AbortSignal.timeout(writeTimeoutMs);
      for (const reference of references.values()) await provider.remove?.(reference, signal);
      if (vault === undefined) return;
      const { eraseFromVault } = await import("./eraseFromVault");
      await eraseFromVault(vault.path, environment, signal);
    },
    close: () => provider.close(),
  };
}

function referenceOf(name: DemoName, vaultPath: string | undefined): Reference {
  return vaultPath === undefined
    ? { provider: "local", path: name }
    : { provider: "vault", path: vaultPath, field: name };
}

function storeOf(provider: Provider): NonNullable<Provider["store"]> {
  const store = provider.store?.bind(provider);
  if (store === undefined) throw new Error(`The provider ${provider.id} cannot store.`);
  return store;
}
