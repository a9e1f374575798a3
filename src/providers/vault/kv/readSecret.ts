import { shapeError } from "../auth/tokenState";
import { statusError } from "../statusError";
import type { TransportAnswer } from "../transport/vaultTransport";
import { asCount, asObject, asText, type JsonObject } from "../vaultJson";
import { apiPath } from "../vaultPath";
import type { VaultSession } from "../vaultSession";
import { type KvMount, pathBelow } from "./kvMount";
import type { KvSecret } from "./kvSecret";
import type { MountTable } from "./mountTable";

/** How many leading segments are tried as the mount where the server does not tell which it is. */
const maxGuessedSegments = 3;

/** @throws RouterError */
export async function readSecret(
  session: VaultSession,
  mounts: MountTable,
  segments: readonly string[],
  signal: AbortSignal,
): Promise<KvSecret> {
  const mount = await mounts.find(segments, signal);
  if (mount === undefined) return guess(session, mounts, segments, signal);
  const path = dataPath(mount, segments);
  const answer = await session.call({ method: "GET", path, signal });
  const secret = interpret(answer, mount, session.address, path);
  if (secret.status === "absent" && secret.version === 0) mounts.doubt(mount);
  return secret;
}

/** The API's path for the values of a secret. */
export function dataPath(mount: KvMount, segments: readonly string[]): string {
  const below = pathBelow(mount, segments) ?? [];
  return apiPath(...mount.segments, ...(mount.version === 2 ? ["data"] : []), ...below);
}

/** Tries version 2 and then version 1, and remembers what answered. */
async function guess(
  session: VaultSession,
  mounts: MountTable,
  segments: readonly string[],
  signal: AbortSignal,
): Promise<KvSecret> {
  let refusal: { answer: TransportAnswer; path: string } | undefined;
  for (const mount of candidates(segments)) {
    const path = dataPath(mount, segments);
    const answer = await session.call({ method: "GET", path, signal });
    if (answer.status === 403) refusal ??= { answer, path };
    else if (fits(answer, mount)) {
      const secret = interpret(answer, mount, session.address, path);
      mounts.remember(mount);
      return secret;
    }
  }
  if (refusal !== undefined) throw statusError(refusal.answer, session.address, refusal.path);
  const mount: KvMount = { segments: segments.slice(0, 1), version: 2 };
  return { status: "absent", why: "neither KV version has it", version: 0, mount };
}

function candidates(segments: readonly string[]): readonly KvMount[] {
  const depth = Math.min(maxGuessedSegments, segments.length - 1);
  const second = Array.from({ length: depth }, (_, index) => segments.slice(0, index + 1));
  return [
    ...second.map((mount) => ({ segments: mount, version: 2 as const })),
    { segments: segments.slice(0, 1), version: 1 },
  ];
}

/** A secret of a version 1 engine may itself be called `data/x`, which looks like version 2 until it is opened. */
function fits(answer: TransportAnswer, mount: KvMount): boolean {
  const hasMetadata = metadataOf(answer) !== undefined;
  if (answer.status === 404) return hasMetadata && mount.version === 2;
  return answer.status !== 200 || mount.version === 1 || hasMetadata;
}

function interpret(answer: TransportAnswer, mount: KvMount, address: string, path: string): KvSecret {
  if (answer.status === 404) return absent(answer, mount, path);
  if (answer.status !== 200) throw statusError(answer, address, path);
  const data = asObject(answer.body?.["data"]);
  if (mount.version === 1) {
    if (data === undefined) throw shapeError(address, path);
    return { status: "present", fields: data, mount };
  }
  const version = asCount(asObject(data?.["metadata"])?.["version"]);
  if (data === undefined || version === undefined) throw shapeError(address, path);
  const fields: JsonObject | undefined = asObject(data["data"]);
  if (fields !== undefined) return { status: "present", fields, version, mount };
  if (data["data"] !== null && data["data"] !== undefined) throw shapeError(address, path);
  return { status: "absent", why: `version ${version} holds nothing`, version, mount };
}

function absent(answer: TransportAnswer, mount: KvMount, path: string): KvSecret {
  const metadata = metadataOf(answer);
  const version = deletedVersion(answer);
  if (metadata === undefined || version === undefined) {
    return { status: "absent", why: whyNothing(mount, path), version: 0, mount };
  }
  const at = asText(metadata["deletion_time"]);
  const why = metadata["destroyed"] === true ? "was destroyed" : `was deleted${at ? ` at ${at}` : ""}`;
  return { status: "absent", why: `version ${version} ${why}`, version, mount };
}

function whyNothing(mount: KvMount, path: string): string {
  const nothing = `there is nothing at ${path}`;
  const doubled = mount.version === 2 && path.startsWith(`${apiPath(...mount.segments)}/data/data/`);
  return doubled ? `${nothing}; leave "data/" out of the reference` : nothing;
}

function deletedVersion(answer: TransportAnswer): number | undefined {
  return asCount(metadataOf(answer)?.["version"]);
}

function metadataOf(answer: TransportAnswer): JsonObject | undefined {
  const data = asObject(answer.body?.["data"]);
  return asObject(data?.["metadata"]) ?? (asCount(data?.["version"]) === undefined ? undefined : data);
}
