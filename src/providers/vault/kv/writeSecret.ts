import { RouterError } from "../../../core/routerError";
import { isSuccess, statusError } from "../statusError";
import type { TransportAnswer } from "../transport/vaultTransport";
import { asCount, asObject, asTexts, type JsonObject } from "../vaultJson";
import type { VaultSession } from "../vaultSession";
import type { KvSecret } from "./kvSecret";
import { dataPath } from "./readSecret";

/** The state that a write is based on was no longer the newest; read again and decide again. */
export const outdated = Symbol("outdated");
export type Written = { readonly version?: string } | typeof outdated;

/**
 * Writes all fields of a secret. Version 2 refuses it if somebody else has written since `secret` was read; version 1
 * has no such check.
 *
 * @throws RouterError
 */
export async function writeSecret(
  session: VaultSession,
  segments: readonly string[],
  secret: KvSecret,
  fields: JsonObject,
  signal: AbortSignal,
): Promise<Written> {
  const path = dataPath(secret.mount, segments);
  const json = secret.mount.version === 1 ? fields : { data: fields, options: { cas: secret.version ?? 0 } };
  const answer = await session.call({ method: "POST", path, json, signal });
  if (isCasMismatch(answer)) return outdated;
  if (!isSuccess(answer)) throw statusError(answer, session.address, path);
  return versionOf(answer);
}

/**
 * Writes one field of a version 2 secret and leaves the others to the server, so that the token need not be able to read
 * them. Undefined where the server or the policy does not offer that, or there is no secret yet.
 */
export async function patchField(
  session: VaultSession,
  path: string,
  field: string,
  text: string,
  signal: AbortSignal,
): Promise<Written | undefined> {
  const data: Record<string, string> = Object.create(null);
  data[field] = text;
  const answer = await session.call({ method: "PATCH", path, json: { data }, signal });
  if (isSuccess(answer)) return versionOf(answer);
  if ([400, 403, 404, 405, 415].includes(answer.status)) return undefined;
  throw statusError(answer, session.address, path);
}

/** Deletes what is at the path; of a version 2 secret only the newest version, which can be undeleted. */
export async function deleteSecret(
  session: VaultSession,
  segments: readonly string[],
  secret: KvSecret,
  signal: AbortSignal,
): Promise<void> {
  const path = dataPath(secret.mount, segments);
  const answer = await session.call({ method: "DELETE", path, signal });
  if (!isSuccess(answer)) throw statusError(answer, session.address, path);
}

export function conflictError(path: string): RouterError {
  return new RouterError(
    "BUSY",
    `Somebody else keeps writing ${path}, so nothing was changed.`,
    "Try again in a moment.",
  );
}

function versionOf(answer: TransportAnswer): { version?: string } {
  const version = asCount(asObject(answer.body?.["data"])?.["version"]);
  return version === undefined ? {} : { version: String(version) };
}

function isCasMismatch(answer: TransportAnswer): boolean {
  return (
    answer.status === 400 && asTexts(answer.body?.["errors"]).some((text) => text.includes("check-and-set"))
  );
}
