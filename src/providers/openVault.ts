import { join } from "node:path";
import type { Provider } from "../core/provider";
import { FollowingProvider } from "./followingProvider";
import { fileStamp } from "./local/storePlaces";
import { openApprovedVault } from "./openApprovedVault";
import type { ProvidersOptions } from "./registry";
import { vaultRecordsFileName } from "./vaultRecordsFile";

/**
 * The vault of a configuration, which follows the user's logins: after a new one, here, in another window or by
 * `secret-router vault login`, what runs already reads with it.
 * @throws RouterError as `openApprovedVault` does.
 */
export function openVault(options: ProvidersOptions): Promise<Provider> {
  return FollowingProvider.open(
    "vault",
    () => openApprovedVault(options),
    () => stampOf(options),
  );
}

/** The record of an address is written last at each login, whatever is kept of it elsewhere. */
function stampOf({ directories, configuration, hostVaults }: ProvidersOptions): string {
  const records = join(directories.config, vaultRecordsFileName);
  return [configuration.vaultUrl, hostVaults?.stamp(), stampOfFile(records)].join("\n");
}

function stampOfFile(path: string): string | undefined {
  try {
    return fileStamp(path);
  } catch {
    // What cannot be looked at cannot be read either, which the next opening tells.
    return "unreadable";
  }
}
