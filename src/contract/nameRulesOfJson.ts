import type { NameRules } from "./secretNames";

/** Gives undefined for whatever is no set of rules. */
export function nameRulesOfJson(value: unknown): NameRules | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { names, include, exclude, scope } = value as Partial<Record<keyof NameRules, unknown>>;
  if (!isStrings(names) || !isStrings(include) || !isStrings(exclude)) return undefined;
  if (scope !== null && !isStrings(scope)) return undefined;
  return { names, include, exclude, scope };
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
