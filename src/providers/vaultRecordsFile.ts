import { join } from "node:path";
import type { Directories } from "../platform/directories";
import { withFileLock } from "../platform/fileLock";
import { ensurePrivateDirectory } from "../platform/privateDirectory";
import { readPrivateFile, writePrivateFile } from "../platform/privateFile";
import {
  parseVaultRecords,
  printVaultRecords,
  type VaultRecord,
  type VaultRecords,
} from "./vault/connection/vaultRecords";

export const vaultRecordsFileName = "vaults.json";
const maxBytes = 256 * 1024;
const lockTimeoutMs = 2_000;

/**
 * The addresses that the user has settled something for.
 * @throws RouterError CONFIG_NOT_JSON, CONFIG_INVALID, UNSAFE_PERMISSIONS or IO.
 */
export function readVaultRecords(directories: Directories): VaultRecords {
  const content = readPrivateFile(pathOf(directories), maxBytes);
  return content === undefined ? new Map() : parseVaultRecords(content.toString("utf8"));
}

/**
 * Changes the record of one address; undefined forgets it. Says whether there was one.
 * @param change gets what is there, so that keys written by hand outlive a new login.
 */
export async function changeVaultRecord(
  directories: Directories,
  address: string,
  change: (before: VaultRecord | undefined) => VaultRecord | undefined,
): Promise<boolean> {
  ensurePrivateDirectory(directories.config);
  const path = pathOf(directories);
  return withFileLock(`${path}.lock`, lockTimeoutMs, () => {
    const records = new Map(readVaultRecords(directories));
    const before = records.get(address);
    const after = change(before);
    if (before === undefined && after === undefined) return false;
    if (after === undefined) records.delete(address);
    else records.set(address, after);
    writePrivateFile(path, printVaultRecords(records));
    return before !== undefined;
  });
}

function pathOf(directories: Directories): string {
  return join(directories.config, vaultRecordsFileName);
}
