import type { Health } from "../../core/provider";
import { RouterError } from "../../core/routerError";
import { privateDirectoryProblem } from "../../platform/privateDirectory";
import { isIdentityProtected } from "./identityFile";
import type { LocalStore } from "./localStore";

/** @throws RouterError when the store cannot be used. */
export async function localHealth(store: LocalStore): Promise<Health> {
  const { places } = store;
  if (store.stamp() === undefined) {
    return {
      ok: true,
      summary: `There is no store yet at ${places.store}; the first secret makes it: secret-router set NAME`,
      warnings: [],
    };
  }
  const secrets = await store.list();
  const count = secrets.length === 1 ? "1 secret" : `${secrets.length} secrets`;
  const protection = isIdentityProtected(places.identity)
    ? "is protected by a passphrase"
    : "has no passphrase";
  return {
    ok: true,
    summary: `The store ${places.store} holds ${count}; its key ${places.identity} ${protection}.`,
    warnings: directoryWarnings([places.dataDirectory, places.configDirectory]),
  };
}

function directoryWarnings(directories: readonly string[]): RouterError[] {
  return directories.flatMap((directory) => {
    const problem = privateDirectoryProblem(directory);
    if (problem === undefined) return [];
    return [
      new RouterError(
        "UNSAFE_PERMISSIONS",
        `The folder ${directory} ${problem}; nothing can be written to it.`,
        `Make it yours alone: chmod 700 "${directory}".`,
      ),
    ];
  });
}
