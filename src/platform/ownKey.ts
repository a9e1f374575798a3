import { dirname } from "node:path";
import { ensurePrivateDirectory } from "./privateDirectory";
import { readPrivateFile, writePrivateFile } from "./privateFile";
import { secureRandomBytes } from "./secureRandom";

const keyBytes = 32;

/**
 * A random key of this user's, made when it is first wanted.
 * @throws RouterError IO, DISK_FULL or UNSAFE_PERMISSIONS.
 */
export function ownKey(path: string): Buffer {
  const known = readPrivateFile(path, keyBytes);
  if (known?.length === keyBytes) return known;
  const key = secureRandomBytes(keyBytes);
  ensurePrivateDirectory(dirname(path));
  writePrivateFile(path, key);
  return key;
}
