import { ExactNumber, parseExactJson } from "./exactJson";

/** An object from the network. It has no prototype, so the key `__proto__` is a key like any other. */
export type JsonObject = { readonly [key: string]: unknown };

/** Gives undefined for text that is not a JSON object. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    return asObject(parseExactJson(text, withoutPrototype));
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return Array.isArray(value) || value instanceof ExactNumber ? undefined : (value as JsonObject);
}

export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function asCount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function asTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function withoutPrototype(value: unknown): unknown {
  return asObject(value) === undefined ? value : Object.setPrototypeOf(value, null);
}
