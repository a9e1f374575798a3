import type { ErrorCode } from "./routerError";

// What a provider that is well may answer of one reference, however often, while all others are read as ever.
const ofOneReference: ReadonlySet<ErrorCode> = new Set([
  "REFERENCE_INVALID",
  "NAME_INVALID",
  "SECRET_MISSING",
  "VAULT_FORBIDDEN",
  "VAULT_BAD_ANSWER",
  "VAULT_ANSWER_TOO_LARGE",
  "VAULT_FIELD_AMBIGUOUS",
  "INTERNAL",
]);

/**
 * Whether an error says that its provider has nothing for anybody now: it cannot be reached or opened, answers nobody,
 * or knows no login. What is not known to concern one reference alone does, so that no provider is hammered.
 */
export function isProviderFault(code: ErrorCode): boolean {
  return !ofOneReference.has(code);
}
