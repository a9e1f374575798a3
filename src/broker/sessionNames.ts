import { printReference, type Reference } from "../core/reference";
import { isProcessAlive } from "../platform/processes";
import { NameCounts } from "./nameCounts";

export interface SessionName {
  readonly name: string;
  /** Null for a name that was asked for and lies nowhere. */
  reference: Reference | null;
  key: string | null;
  /** Epoch milliseconds. */
  usedAt: number;
  /** Ids of the processes that have read it and may read it again at any time. */
  readonly users: Set<number>;
  readonly counts: NameCounts;
}

/** Programs choose the names they ask for: their number is bounded. */
export const maxSessionNames = 1_000;

/** The names a session serves, or was asked for. */
export class SessionNames {
  readonly #names = new Map<string, SessionName>();
  readonly #isFetchedOnRead: boolean;

  constructor(isFetchedOnRead = false) {
    this.#isFetchedOnRead = isFetchedOnRead;
  }

  get(name: string): SessionName | undefined {
    return this.#names.get(name);
  }

  list(): readonly SessionName[] {
    return [...this.#names.values()];
  }

  /** Those to be fetched now. */
  references(): readonly Reference[] {
    const wanted = this.list().filter(({ users }) => !this.#isFetchedOnRead || users.size > 0);
    return wanted.flatMap(({ reference }) => (reference === null ? [] : [reference]));
  }

  /** Gives undefined when there are too many already. */
  add(name: string, reference: Reference | undefined, nowMs: number): SessionName | undefined {
    if (this.#names.size >= maxSessionNames) return undefined;
    const key = reference === undefined ? null : printReference(reference);
    const added = {
      name,
      reference: reference ?? null,
      key,
      usedAt: nowMs,
      users: new Set<number>(),
      counts: new NameCounts(),
    };
    this.#names.set(name, added);
    return added;
  }

  /**
   * Says whether anything has changed: where one lies, or which there are.
   * @param wanted those that there are from now on in any case.
   */
  relocate(
    wanted: readonly string[],
    referenceFor: (name: string) => Reference | undefined,
    nowMs: number,
  ): boolean {
    const before = this.#places();
    for (const entry of this.list()) {
      entry.reference = referenceFor(entry.name) ?? null;
      entry.key = entry.reference === null ? null : printReference(entry.reference);
      if (entry.key === null && !wanted.includes(entry.name) && !hasLiveUser(entry))
        this.#names.delete(entry.name);
    }
    for (const name of wanted) {
      if (!this.#names.has(name)) this.add(name, referenceFor(name), nowMs);
    }
    return this.#places() !== before;
  }

  /** Whether any name that lies there was used since then, or by a process that still runs. */
  isInUse(key: string, sinceMs: number): boolean {
    return this.list().some((entry) => entry.key === key && (hasLiveUser(entry) || entry.usedAt >= sinceMs));
  }

  #places(): string {
    return JSON.stringify(this.list().map(({ name, key }) => [name, key]));
  }
}

/** Looks at all, so that a session that lives for weeks forgets the dead. */
function hasLiveUser({ users }: SessionName): boolean {
  for (const pid of users) {
    if (!isProcessAlive(pid)) users.delete(pid);
  }
  return users.size > 0;
}
