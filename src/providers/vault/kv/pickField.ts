import { RouterError } from "../../../core/routerError";
import { printExactJson } from "../exactJson";
import type { JsonObject } from "../vaultJson";

/** Used where a reference names no field and the secret has several. */
export const defaultField = "value";
const maxListedFields = 20;

/**
 * Which field a reference means: the one it names, else the only one, else `value`.
 *
 * @returns undefined where there is no such field.
 * @throws RouterError VAULT_FIELD_AMBIGUOUS
 */
export function pickField(fields: JsonObject, named: string | undefined, path: string): string | undefined {
  if (named !== undefined) return Object.hasOwn(fields, named) ? named : undefined;
  const names = Object.keys(fields);
  if (names.length <= 1) return names[0];
  if (Object.hasOwn(fields, defaultField)) return defaultField;
  throw new RouterError(
    "VAULT_FIELD_AMBIGUOUS",
    `The secret ${path} has the fields ${listFields(fields)}, and the reference names none.`,
    `Name one, as in vault:${path}#${names[0]}.`,
  );
}

/** Names of fields are no secrets; their number and length may still be anything. */
export function listFields(fields: JsonObject): string {
  const names = Object.keys(fields).map((name) => name.slice(0, 64));
  const listed = names.slice(0, maxListedFields).join(", ");
  return names.length > maxListedFields ? `${listed} and ${names.length - maxListedFields} more` : listed;
}

/** A variable holds text: numbers, truth values and objects become their JSON. */
export function fieldText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === "string" ? value : printExactJson(value);
}
