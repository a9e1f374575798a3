import type { Outcome } from "../../../core/provider";
import type { Reference } from "../../../core/reference";
import { SecretValue } from "../../../core/secretValue";
import type { KvSecret } from "./kvSecret";
import { fieldText, listFields, pickField } from "./pickField";

/** @throws RouterError VAULT_FIELD_AMBIGUOUS */
export function outcomeOf(secret: KvSecret, { path, field }: Reference): Outcome {
  if (secret.status === "absent") return { status: "missing", why: `${path}: ${secret.why}` };
  const name = pickField(secret.fields, field, path);
  const text = name === undefined ? undefined : fieldText(secret.fields[name]);
  if (text !== undefined) {
    const version = secret.version === undefined ? {} : { version: String(secret.version) };
    return { status: "found", value: new SecretValue(text), ...version };
  }
  const has = listFields(secret.fields) || "none";
  return {
    status: "missing",
    why: name === undefined ? `${path} has no such field; it has ${has}` : `${path}#${name} is null`,
  };
}
