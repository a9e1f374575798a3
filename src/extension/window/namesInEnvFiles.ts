import { noSecretReason } from "../../core/placeholderValue";
import { envFilesIn } from "../../platform/envFilesIn";
import { envFileReader } from "../mcp/envFileReader";

// A repository may hold any number of them, and they are read while its user waits for the view.
const maxFiles = 50;
const maxNames = 10_000;

/** Of each name that a folder's `.env` files give a value in plain text, the paths of those files. */
export function namesInEnvFiles(folder: string): ReadonlyMap<string, readonly string[]> {
  const read = envFileReader();
  const places = new Map<string, string[]>();
  let namesLeft = maxNames;
  for (const path of envFilesIn(folder).slice(0, maxFiles)) {
    for (const [name, value] of read(path) ?? []) {
      if (namesLeft-- <= 0) return places;
      if (noSecretReason(value) !== undefined) continue;
      const known = places.get(name);
      if (known === undefined) places.set(name, [path]);
      else known.push(path);
    }
  }
  return places;
}
