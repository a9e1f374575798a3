/** An object from the network. It has no prototype, so the key `__proto__` is a key like any other. */
export type JsonObject = { readonly [key: string]: unknown };

/** Gives undefined for text that is not a JSON object. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text, withoutPrototype);
    return asObject(value);
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
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

function withoutPrototype(_key: string, value: unknown): unknown {
  return asObject(value) === undefined ? value : Object.setPrototypeOf(value, null);
}
