import type { Health, Outcome, Provider } from "../../core/provider";
import { printReference, type Reference } from "../../core/reference";
import { RouterError } from "../../core/routerError";
import { ioError } from "../../platform/ioError";
import { localHealth } from "./localHealth";
import { type LocalStoreOptions, openLocalStore } from "./localStore";
import { watchStore } from "./watchStore";

/** The embedded store as a provider of references like `local:OPENAI_API_KEY`. */
export function createLocalProvider(options: LocalStoreOptions): Provider {
  const store = openLocalStore(options);
  const watches = new Set<() => void>();

  return {
    id: "local",

    async resolve(references, signal) {
      const answer = await readAll(references, signal);
      return new Map(references.map((reference) => [printReference(reference), answer(reference.path)]));
    },

    health: (signal): Promise<Health> =>
      untilAborted(signal, () => localHealth(store)).catch((error: unknown) => ({
        ok: false,
        summary: `The store ${store.places.store} cannot be used.`,
        error: ioError(error, store.places.store),
        warnings: [],
      })),

    watch(onChange) {
      const stop = watchStore(store.places, onChange);
      watches.add(stop);
      return () => {
        watches.delete(stop);
        stop();
      };
    },

    list: (signal) => untilAborted(signal, () => store.list()),

    // A write that has begun is not given up: only its beginning looks at the signal.
    async store(reference, value, signal) {
      if (signal.aborted) throw aborted();
      const { version } = await store.set(reference.path, value);
      return { version };
    },

    async remove(reference, signal) {
      if (signal.aborted) throw aborted();
      return store.remove(reference.path);
    },

    async close() {
      for (const stop of watches) stop();
      watches.clear();
      store.forget();
    },
  };

  async function readAll(
    references: readonly Reference[],
    signal: AbortSignal,
  ): Promise<(name: string) => Outcome> {
    const { store: path } = store.places;
    try {
      const names = references.map((reference) => reference.path);
      const found = await untilAborted(signal, () => store.getMany(names));
      const exists = store.stamp() !== undefined;
      return (name) => {
        const secret = found.get(name);
        if (secret !== undefined) return { status: "found", value: secret.value, version: secret.version };
        const why = exists ? `the store ${path} holds no ${name}` : `there is no store yet at ${path}`;
        return { status: "missing", why };
      };
    } catch (error) {
      const outcome: Outcome = { status: "error", error: ioError(error, path) };
      return () => outcome;
    }
  }
}

/** Ends when the caller gives up, though a passphrase may still be asked for; the answer is kept for the next call. */
function untilAborted<T>(signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(aborted());
    const giveUp = () => reject(aborted());
    signal.addEventListener("abort", giveUp, { once: true });
    action()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", giveUp));
  });
}

function aborted(): RouterError {
  return new RouterError("ABORTED", "Reading the store was given up.", "Try again.");
}
