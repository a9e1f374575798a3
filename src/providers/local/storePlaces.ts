import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Directories } from "../../platform/directories";
import { errnoCode, ioError } from "../../platform/ioError";

/** The two files of the embedded store. `age -d -i IDENTITY STORE` opens it without us. */
export interface StorePlaces {
  readonly configDirectory: string;
  readonly dataDirectory: string;
  /** The key, as `age-keygen` writes it, or that file sealed by a passphrase. */
  readonly identity: string;
  readonly store: string;
  readonly lock: string;
}

export function storePlacesOf(directories: Pick<Directories, "config" | "data">): StorePlaces {
  const store = join(directories.data, "store.age");
  return {
    configDirectory: directories.config,
    dataDirectory: directories.data,
    identity: join(directories.config, "identity.age"),
    store,
    lock: `${store}.lock`,
  };
}

/**
 * What tells one state of a file from the next, or undefined when there is none. Every write makes a new inode.
 * @throws RouterError IO.
 */
export function fileStamp(path: string): string | undefined {
  try {
    const stats = lstatSync(path, { bigint: true });
    return `${stats.dev}:${stats.ino}:${stats.mtimeNs}:${stats.size}`;
  } catch (error) {
    if (errnoCode(error) === "ENOENT") return undefined;
    throw ioError(error, path);
  }
}
