import { existsSync } from "node:fs";
import { join } from "node:path";
import { killedFileName, leaseFileName } from "../../contract/lease";
import { RouterError } from "../../core/routerError";

// What a process reports when it refuses its lease, as the preloader names it.
const refusals: ReadonlyMap<string, string> = new Map([
  ["LEASE_MISSING", "it is gone"],
  ["LEASE_CORRUPT", "it is damaged"],
  ["LEASE_FOREIGN", "it is another session's"],
  ["LEASE_OLD", "it is older than one that was in force before"],
  ["LEASE_TOO_LARGE", "it is too large"],
  ["LEASE_UNSAFE", "it is no plain file of yours alone"],
  ["LEASE_UNREADABLE", "it cannot be read"],
  ["SESSION_UNSAFE", "others may enter its folder"],
]);

/**
 * What to tell the user when a process refuses its lease; the process itself prints nothing. Undefined for errors of
 * another kind.
 */
export function leaseError(code: string, directory: string): RouterError | undefined {
  const why = refusals.get(code);
  if (why === undefined || (code === "LEASE_MISSING" && isExpectedToMiss(directory))) return undefined;
  const safer = code === "SESSION_UNSAFE" ? `Close the folder (chmod 700 ${directory}), then write` : "Write";
  return new RouterError(
    "LEASE_UNUSABLE",
    `The lease in ${directory} is refused: ${why} (${code}). The program reads its plain environment.`,
    `${safer} the lease anew: secret-router refresh`,
  );
}

/** On a busy machine a program may look before the first lease is written, and `kill` may take it away. */
function isExpectedToMiss(directory: string): boolean {
  return existsSync(join(directory, leaseFileName)) || existsSync(join(directory, killedFileName));
}
