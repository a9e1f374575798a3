import { unwatchFile, watchFile } from "node:fs";
import type { Configuration } from "../../core/configuration";
import type { Notices } from "./notices";

// Polled, because editors replace the file and a watch on it would follow the old one; a person's edit can wait this long.
const intervalMs = 500;

/**
 * Follows changes of a configuration file. A broken one is told of once for each edit and changes nothing.
 * @returns the way to stop.
 */
export function watchConfiguration(
  path: string,
  environment: string | undefined,
  notices: Notices,
  onChange: (configuration: Configuration) => void,
): () => void {
  const read = (): void => {
    import("../readConfiguration")
      .then(({ readConfiguration }) => readConfiguration(path, environment))
      .then(onChange, notices.error);
  };
  watchFile(path, { interval: intervalMs, persistent: false }, (now, before) => {
    if (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino || now.size !== before.size) read();
  });
  return () => unwatchFile(path);
}
