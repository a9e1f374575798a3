import { RouterError } from "../../core/routerError";
import type { SecretValue } from "../../core/secretValue";
import { withFileLock } from "../../platform/fileLock";
import { ensurePrivateDirectory } from "../../platform/privateDirectory";
import { readPrivateFile, writePrivateFile } from "../../platform/privateFile";
import type { AgeKey } from "./age/ageIdentity";
import { openAge } from "./age/openAge";
import { type AskPassphrase, createIdentityFile, readIdentityFile } from "./identityFile";
import { removeLeftovers } from "./removeLeftovers";
import { emptyStoreDocument, parseStoreDocument, type StoreDocument } from "./storeDocument";
import { fileStamp, type StorePlaces } from "./storePlaces";

/** Larger files are refused unread, and none is written. */
export const maxStoreBytes = 64 * 1024 * 1024;
const lockTimeoutMs = 20_000;

export interface SealedStoreOptions {
  readonly places: StorePlaces;
  readonly passphrase: AskPassphrase | undefined;
  readonly passphraseStamp: (() => number) | undefined;
  /** Asked once, when the first write makes the key. */
  readonly newPassphrase: (() => Promise<SecretValue | undefined>) | undefined;
  readonly now: () => number;
}

export interface Change<T> {
  /** Undefined when nothing is to be written. */
  readonly document: StoreDocument | undefined;
  readonly result: T;
}

interface Unlocked {
  /** Of the key file. */
  readonly stamp: string;
  readonly key: Promise<AgeKey>;
  /** The stamp of the passphrase that was not to be had, or wrong. */
  refusedAt?: number | undefined;
}

/** The file and what is remembered of it: an unchanged store is neither read nor opened again. */
export class SealedStore {
  readonly #options: SealedStoreOptions;
  #opened: { stamp: string; document: Promise<StoreDocument> } | undefined;
  #unlocked: Unlocked | undefined;
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(options: SealedStoreOptions) {
    this.#options = options;
  }

  /** Undefined when there is no store. The document never changes; a change of the store gives a new one. */
  async read(): Promise<StoreDocument | undefined> {
    const stamp = fileStamp(this.#options.places.store);
    if (stamp === undefined) return undefined;
    if (this.#opened?.stamp !== stamp) {
      const opened = { stamp, document: this.#open() };
      this.#opened = opened;
      // A failure is not remembered: permissions are mended without the file changing.
      opened.document.catch(() => {
        if (this.#opened === opened) this.#opened = undefined;
      });
    }
    return this.#opened.document;
  }

  /** Runs one change at a time over all processes; says whether it created the store. */
  async change<T>(edit: (document: StoreDocument) => Change<T>): Promise<{ result: T; created: boolean }> {
    // In line within this process first, so that its own calls do not race each other for the file lock.
    const turn = this.#lastChange.then(() => this.#changeLocked(edit));
    this.#lastChange = turn.catch(() => undefined);
    return turn;
  }

  reread(): void {
    this.#opened = undefined;
  }

  forget(): void {
    this.#opened = undefined;
    this.#unlocked = undefined;
  }

  async #changeLocked<T>(
    edit: (document: StoreDocument) => Change<T>,
  ): Promise<{ result: T; created: boolean }> {
    const { places } = this.#options;
    ensurePrivateDirectory(places.configDirectory);
    ensurePrivateDirectory(places.dataDirectory);
    // Asks for a passphrase before the lock is taken, or a person at lunch would lock every other process out.
    if (fileStamp(places.identity) !== undefined) await this.#key();
    const { sealForKey } = await import("./age/ageLibrary");
    return withStoreLock(places.lock, async () => {
      for (const file of [places.store, places.identity]) removeLeftovers(file);
      const found = await this.read();
      const { document, result } = edit(found ?? emptyStoreDocument());
      if (document === undefined) return { result, created: false };
      const key = found === undefined ? await this.#keyOrNew() : await this.#key();
      await this.#write(document, key, sealForKey);
      return { result, created: found === undefined };
    });
  }

  async #open(): Promise<StoreDocument> {
    const { store, identity } = this.#options.places;
    const file = readPrivateFile(store, maxStoreBytes);
    if (file === undefined) return emptyStoreDocument();
    if (file.length === 0) throw corrupt(store, "it is empty");
    const opened = await openAge(file, await this.#key());
    if (opened.status === "opened") return parseStoreDocument(opened.content.toString("utf8"), store);
    if (opened.status === "damaged") throw corrupt(store, opened.why);
    throw new RouterError(
      "STORE_WRONG_KEY",
      `The key in ${identity} does not open the store ${store}: the store was sealed for another key, or damaged.`,
      "Put back the store and the key file that belong together from a backup.",
    );
  }

  async #write(
    document: StoreDocument,
    key: AgeKey,
    sealForKey: (content: Uint8Array, key: string) => Promise<Buffer>,
  ): Promise<void> {
    const { store } = this.#options.places;
    const content = Buffer.from(JSON.stringify(document));
    const sealed = await sealForKey(content, key.text);
    if (sealed.length > maxStoreBytes) {
      throw new RouterError(
        "IO",
        `The store ${store} would grow beyond ${maxStoreBytes} bytes; it is left as it was.`,
        "Remove what is no longer needed with secret-router rm NAME.",
      );
    }
    const check = await openAge(sealed, key);
    if (check.status !== "opened" || !check.content.equals(content)) {
      throw new RouterError(
        "INTERNAL",
        `What was to be written to ${store} could not be opened again; the store is left as it was.`,
        "Report this with the version of Node.",
      );
    }
    writePrivateFile(store, sealed);
    const stamp = fileStamp(store);
    this.#opened = stamp === undefined ? undefined : { stamp, document: Promise.resolve(document) };
  }

  /**
   * Remembered with its outcome until the key file changes: nobody is asked for a passphrase twice. A refusal is forgotten
   * when there is another passphrase to be had.
   */
  #key(): Promise<AgeKey> {
    const { places, passphrase, passphraseStamp } = this.#options;
    const stamp = fileStamp(places.identity) ?? "absent";
    const { refusedAt } = this.#unlocked ?? {};
    const isRefusalOld = refusedAt !== undefined && refusedAt !== passphraseStamp?.();
    if (this.#unlocked?.stamp !== stamp || isRefusalOld) {
      const key = readIdentityFile(places.identity, passphrase);
      const unlocked: Unlocked = { stamp, key };
      this.#unlocked = unlocked;
      key.catch((error: unknown) => {
        const isAnswer =
          RouterError.is(error, "PASSPHRASE_WRONG") || RouterError.is(error, "PASSPHRASE_NEEDED");
        if (isAnswer) unlocked.refusedAt = passphraseStamp?.();
        else if (this.#unlocked === unlocked) this.#unlocked = undefined;
      });
    }
    return this.#unlocked.key;
  }

  async #keyOrNew(): Promise<AgeKey> {
    const { places, newPassphrase, now } = this.#options;
    if (fileStamp(places.identity) !== undefined) return this.#key();
    const key = await createIdentityFile(places.identity, await newPassphrase?.(), now());
    this.#unlocked = { stamp: fileStamp(places.identity) ?? "absent", key: Promise.resolve(key) };
    return key;
  }
}

export async function withStoreLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await withFileLock(path, lockTimeoutMs, action);
  } catch (error) {
    if (!RouterError.is(error, "BUSY")) throw error;
    throw new RouterError(
      "STORE_LOCKED",
      `Another process has kept the store locked for ${lockTimeoutMs / 1000} seconds.`,
      `Try again; if no other process of Secret Router runs, remove ${path}.`,
    );
  }
}

function corrupt(path: string, why: string): RouterError {
  return new RouterError(
    "STORE_CORRUPT",
    `The store ${path} cannot be opened: ${why}.`,
    "Put back a copy of it from a backup, or move it away to begin a new one.",
  );
}
