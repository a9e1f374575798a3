import { describe, expect, it } from "vitest";
import { isProviderFault } from "../../../src/core/isProviderFault";

describe("an error's code", () => {
  it.each([
    "PROVIDER_TIMEOUT",
    "PROVIDER_UNKNOWN",
    "STORE_LOCKED",
    "PASSPHRASE_NEEDED",
    "VAULT_NOT_APPROVED",
    "VAULT_NOT_LOGGED_IN",
    "VAULT_UNREACHABLE",
    "VAULT_TIMEOUT",
    "VAULT_TLS",
    "VAULT_REDIRECT",
    "VAULT_SEALED",
    "VAULT_STANDBY",
    "VAULT_NOT_INITIALISED",
    "VAULT_TOKEN_EXPIRED",
    "VAULT_LOGIN_FAILED",
    "VAULT_RATE_LIMITED",
    "VAULT_SERVER_ERROR",
  ] as const)("tells that the whole provider has nothing to give: %s", (code) => {
    expect(isProviderFault(code)).toBe(true);
  });

  it.each([
    "REFERENCE_INVALID",
    "SECRET_MISSING",
    "VAULT_FORBIDDEN",
    "VAULT_BAD_ANSWER",
    "VAULT_ANSWER_TOO_LARGE",
    "VAULT_FIELD_AMBIGUOUS",
    "INTERNAL",
  ] as const)("tells of one reference alone: %s", (code) => {
    expect(isProviderFault(code)).toBe(false);
  });
});
