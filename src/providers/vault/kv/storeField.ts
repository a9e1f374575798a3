import type { SecretValue } from "../../../core/secretValue";
import type { JsonObject } from "../vaultJson";
import { splitPath } from "../vaultPath";
import type { VaultSession } from "../vaultSession";
import type { MountTable } from "./mountTable";
import { defaultField, pickField } from "./pickField";
import { dataPath, readSecret } from "./readSecret";
import { conflictError, deleteSecret, outdated, patchField, writeSecret } from "./writeSecret";

/** Every round that loses was won by another writer, so this many cannot all be lost by chance. */
const maxRounds = 12;

export interface FieldPlace {
  readonly path: string;
  readonly field?: string;
}

/** @throws RouterError */
export async function storeField(
  session: VaultSession,
  mounts: MountTable,
  { path, field }: FieldPlace,
  value: SecretValue,
  signal: AbortSignal,
): Promise<{ version?: string }> {
  const segments = splitPath(path);
  for (let round = 0; round < maxRounds; round++) {
    const mount = field === undefined ? undefined : await mounts.find(segments, signal);
    if (field !== undefined && mount?.version === 2) {
      const patched = await patchField(session, dataPath(mount, segments), field, value.reveal(), signal);
      if (patched !== undefined && patched !== outdated) return patched;
    }
    const secret = await readSecret(session, mounts, segments, signal);
    const fields = secret.status === "present" ? secret.fields : {};
    const name = field ?? pickField(fields, undefined, path) ?? defaultField;
    const written = await writeSecret(
      session,
      segments,
      secret,
      withField(fields, name, value.reveal()),
      signal,
    );
    if (written !== outdated) return written;
  }
  throw conflictError(path);
}

/**
 * Removes one field, or the secret where no field is named or none would remain.
 *
 * @throws RouterError
 */
export async function removeField(
  session: VaultSession,
  mounts: MountTable,
  { path, field }: FieldPlace,
  signal: AbortSignal,
): Promise<boolean> {
  const segments = splitPath(path);
  for (let round = 0; round < maxRounds; round++) {
    const secret = await readSecret(session, mounts, segments, signal);
    if (secret.status === "absent") return false;
    if (field !== undefined && !Object.hasOwn(secret.fields, field)) return false;
    const rest = field === undefined ? {} : withField(secret.fields, field, undefined);
    if (Object.keys(rest).length === 0) {
      await deleteSecret(session, segments, secret, signal);
      return true;
    }
    const written = await writeSecret(session, segments, secret, rest, signal);
    if (written !== outdated) return true;
  }
  throw conflictError(path);
}

function withField(fields: JsonObject, name: string, text: string | undefined): JsonObject {
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(fields)) copy[key] = value;
  if (text === undefined) delete copy[name];
  else copy[name] = text;
  return copy;
}
