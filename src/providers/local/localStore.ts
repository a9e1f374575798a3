import type { StoredSecret } from "../../core/provider";
import { RouterError } from "../../core/routerError";
import { SecretValue } from "../../core/secretValue";
import type { Directories } from "../../platform/directories";
import type { AskPassphrase } from "./identityFile";
import { SealedStore } from "./sealedStore";
import { emptyStoreDocument, type StoreDocument, type Table, withEntry } from "./storeDocument";
import {
  type OriginalFacts,
  originalOf,
  type SealedOriginal,
  withOriginal,
  withoutOriginal,
} from "./storedOriginals";
import { fileStamp, type StorePlaces, storePlacesOf } from "./storePlaces";

export interface LocalStoreOptions {
  readonly directories: Pick<Directories, "config" | "data">;
  readonly passphrase?: AskPassphrase;
  /** Changes when another passphrase is to be had than the last one, or the first: who was refused then asks again. */
  readonly passphraseStamp?: () => number;
  /** Asked once, when the first write makes the key; undefined leaves the key without a passphrase. */
  readonly newPassphrase?: () => Promise<SecretValue | undefined>;
  readonly now?: () => number;
}

export interface FoundSecret {
  readonly value: SecretValue;
  readonly version: string;
  readonly updatedAt: number;
}

export interface StoreReceipt {
  readonly version: string;
  /** Set when this write made the store. */
  readonly created?: { readonly store: string; readonly identity: string };
}

export type Credential = Readonly<Record<string, SecretValue>>;

/** The embedded store: secrets by name, sealed originals of imported files by path, credentials by vault address. */
export interface LocalStore {
  readonly places: StorePlaces;
  /** Changes with the file; undefined while there is no store. Costs one look at the file. */
  stamp(): string | undefined;
  list(): Promise<readonly StoredSecret[]>;
  get(name: string): Promise<FoundSecret | undefined>;
  /** Those of the names that are there, all from one state of the store. */
  getMany(names: readonly string[]): Promise<ReadonlyMap<string, FoundSecret>>;
  set(name: string, value: SecretValue): Promise<StoreReceipt>;
  /** Says whether there was one. */
  remove(name: string): Promise<boolean>;
  /** Lays an original on top of those that the path already has. */
  putOriginal(path: string, content: Buffer, facts: OriginalFacts): Promise<void>;
  getOriginal(path: string): Promise<SealedOriginal | undefined>;
  /** Removes the top one, or one so many below it, and gives it. */
  takeOriginal(path: string, below?: number): Promise<SealedOriginal | undefined>;
  listOriginals(): Promise<readonly string[]>;
  putCredential(address: string, credential: Credential): Promise<void>;
  getCredential(address: string): Promise<Credential | undefined>;
  removeCredential(address: string): Promise<boolean>;
  listCredentials(): Promise<readonly string[]>;
  /** Forgets what was opened, but not the key: the next call reads from the disk. */
  reread(): void;
  /** Forgets the key too; the next call asks again. */
  forget(): void;
}

/** Reads and creates nothing yet. Every method throws RouterError: STORE_…, PASSPHRASE_…, UNSAFE_PERMISSIONS, DISK_FULL, IO. */
export function openLocalStore(options: LocalStoreOptions): LocalStore {
  const places = storePlacesOf(options.directories);
  const now = options.now ?? Date.now;
  const { passphrase, passphraseStamp, newPassphrase } = options;
  const sealed = new SealedStore({ places, passphrase, passphraseStamp, newPassphrase, now });

  return {
    places,
    stamp: () => fileStamp(places.store),
    reread: () => sealed.reread(),
    forget: () => sealed.forget(),

    async list() {
      const { secrets = {} } = (await sealed.read()) ?? {};
      return Object.entries(secrets).map(([name, { version, updatedAt }]) => ({ name, version, updatedAt }));
    },

    async get(name) {
      return foundIn(await sealed.read(), name);
    },

    async getMany(names) {
      const document = await sealed.read();
      const found = new Map<string, FoundSecret>();
      for (const name of names) {
        const secret = foundIn(document, name);
        if (secret !== undefined) found.set(name, secret);
      }
      return found;
    },

    async set(name, value) {
      requireName(name);
      const { result: version, created } = await sealed.change((document) => {
        const next = nextVersion(document.secrets[name]?.version ?? document.removed[name]);
        const entry = { ...document.secrets[name], value: value.reveal(), version: next, updatedAt: now() };
        const secrets = withEntry(document.secrets, name, entry);
        const removed = withEntry(document.removed, name, undefined);
        return { document: { ...document, secrets, removed }, result: next };
      });
      return created ? { version, created: { store: places.store, identity: places.identity } } : { version };
    },

    async remove(name) {
      return edit((document) => {
        const entry = document.secrets[name];
        if (entry === undefined) return { document: undefined, result: false };
        const secrets = withEntry(document.secrets, name, undefined);
        const removed = withEntry(document.removed, name, entry.version);
        return { document: { ...document, secrets, removed }, result: true };
      });
    },

    async putOriginal(path, content, facts) {
      await sealed.change((document) => ({
        document: withOriginal(document, path, content, { ...facts, sealedAt: now() }),
        result: undefined,
      }));
    },

    async getOriginal(path) {
      const document = await sealed.read();
      return document && originalOf(document, path, 0);
    },

    async takeOriginal(path, below = 0) {
      return edit((document) => {
        const original = originalOf(document, path, below);
        if (original === undefined) return { document: undefined, result: undefined };
        return { document: withoutOriginal(document, path, below), result: original };
      });
    },

    async listOriginals() {
      return Object.keys((await sealed.read())?.originals ?? {});
    },

    async putCredential(address, credential) {
      const fields = Object.entries(credential).map(([field, value]) => [field, value.reveal()] as const);
      await sealed.change((document) => ({
        document: {
          ...document,
          credentials: withEntry(document.credentials, address, Object.fromEntries(fields)),
        },
        result: undefined,
      }));
    },

    async getCredential(address) {
      const fields = (await sealed.read())?.credentials[address];
      return fields && revealable(fields);
    },

    async removeCredential(address) {
      return edit((document) => {
        if (document.credentials[address] === undefined) return { document: undefined, result: false };
        const credentials = withEntry(document.credentials, address, undefined);
        return { document: { ...document, credentials }, result: true };
      });
    },

    async listCredentials() {
      return Object.keys((await sealed.read())?.credentials ?? {});
    },
  };

  /** For changes of what is there: without a store there is nothing, and none is made. */
  async function edit<T>(
    change: (document: StoreDocument) => { document: StoreDocument | undefined; result: T },
  ): Promise<T> {
    if (fileStamp(places.store) === undefined) return change(emptyStoreDocument()).result;
    return (await sealed.change(change)).result;
  }
}

function foundIn(document: StoreDocument | undefined, name: string): FoundSecret | undefined {
  const entry = document?.secrets[name];
  if (entry === undefined) return undefined;
  const { value, version, updatedAt } = entry;
  return { value: new SecretValue(value), version, updatedAt };
}

function requireName(name: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_.-]{0,255}$/.test(name)) return;
  throw new RouterError(
    "NAME_INVALID",
    `${JSON.stringify(name.slice(0, 80))} is not a variable name.`,
    "Use letters, digits, _ , - and ., beginning with a letter or _.",
  );
}

function nextVersion(last: string | undefined): string {
  const number = Number(last ?? "0");
  return Number.isSafeInteger(number) && number >= 0 ? String(number + 1) : `${last}.1`;
}

function revealable(fields: Table<string>): Credential {
  const credential = Object.create(null) as Record<string, SecretValue>;
  for (const [field, text] of Object.entries(fields)) credential[field] = new SecretValue(text);
  return credential;
}
