import { RouterError } from "../../core/routerError";

/** What lies sealed in `store.age`. Keys that a later version added are kept where they stand. */
export interface StoreDocument {
  readonly format: number;
  readonly secrets: Table<SecretEntry>;
  /** The last version of names that were removed, so that a name that comes back never repeats one. */
  readonly removed: Table<string>;
  /** Original files, by their absolute path; the last one is undone first. */
  readonly originals: Table<readonly OriginalEntry[]>;
  /** What to log in with, by the address of the vault. */
  readonly credentials: Table<Table<string>>;
}

/** Without a prototype, so that a secret may be called `__proto__` or `toString`. */
export type Table<T> = Readonly<Record<string, T>>;

export interface SecretEntry {
  readonly value: string;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

export interface OriginalEntry {
  /** Base64 of the bytes. */
  readonly content: string;
  /** Permission bits of the file. */
  readonly mode: number;
  /** Hex SHA-256 of what the file was rewritten to: an edited file is not overwritten unasked. */
  readonly rewrittenSha256: string;
  readonly sealedAt: number;
}

export const storeFormat = 1;

export function emptyStoreDocument(): StoreDocument {
  return {
    format: storeFormat,
    secrets: emptyTable(),
    removed: emptyTable(),
    originals: emptyTable(),
    credentials: emptyTable(),
  };
}

export function emptyTable<T>(): Table<T> {
  return Object.create(null) as Table<T>;
}

/** A copy of a table with one entry set, or taken out when the entry is undefined. */
export function withEntry<T>(table: Table<T>, key: string, entry: T | undefined): Table<T> {
  const copy = Object.assign(Object.create(null) as Record<string, T>, table);
  if (entry === undefined) delete copy[key];
  else copy[key] = entry;
  return copy;
}

/** @throws RouterError STORE_TOO_NEW, or STORE_CORRUPT which never repeats what it found. */
export function parseStoreDocument(text: string, path: string): StoreDocument {
  const root = parseJson(text);
  if (!isTable(root)) throw corrupt(path, "its content is not an object");
  const format = root["format"];
  if (typeof format !== "number" || !Number.isInteger(format) || format < 1)
    throw corrupt(path, "it names no format");
  if (format > storeFormat) {
    throw new RouterError(
      "STORE_TOO_NEW",
      `The store ${path} has format ${format}; this version reads up to ${storeFormat}.`,
      "Update Secret Router; the store is left as it is.",
    );
  }
  return Object.assign(Object.create(null) as StoreDocument, root, {
    secrets: tableOf(root["secrets"], isSecretEntry, path, "secrets"),
    removed: tableOf(root["removed"], isText, path, "removed"),
    originals: tableOf(root["originals"], isOriginalList, path, "originals"),
    credentials: tableOf(root["credentials"], isTextTable, path, "credentials"),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => {
      if (isTable(value)) Object.setPrototypeOf(value, null);
      return value;
    });
  } catch {
    // The parser's own message quotes the text around the fault, and that text is secret.
    return undefined;
  }
}

function tableOf<T>(
  value: unknown,
  isEntry: (entry: unknown) => entry is T,
  path: string,
  key: string,
): Table<T> {
  if (value === undefined) return emptyTable();
  if (!isTable(value)) throw corrupt(path, `its "${key}" is not an object`);
  const entries = Object.values(value);
  if (!entries.every(isEntry)) throw corrupt(path, `an entry of its "${key}" is not valid`);
  return value as Table<T>;
}

function isSecretEntry(entry: unknown): entry is SecretEntry {
  return (
    isTable(entry) && isText(entry["value"]) && isText(entry["version"]) && isFiniteNumber(entry["updatedAt"])
  );
}

function isOriginalList(list: unknown): list is readonly OriginalEntry[] {
  return Array.isArray(list) && list.every(isOriginalEntry);
}

function isOriginalEntry(entry: unknown): entry is OriginalEntry {
  return (
    isTable(entry) &&
    isText(entry["content"]) &&
    isFiniteNumber(entry["mode"]) &&
    isText(entry["rewrittenSha256"]) &&
    isFiniteNumber(entry["sealedAt"])
  );
}

function isTextTable(entry: unknown): entry is Table<string> {
  return isTable(entry) && Object.values(entry).every(isText);
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function corrupt(path: string, why: string): RouterError {
  return new RouterError(
    "STORE_CORRUPT",
    `The store ${path} cannot be used: ${why}.`,
    "Put back a copy of it from a backup, or move it away to begin a new one.",
  );
}
