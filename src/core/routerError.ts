/** Every way something can go wrong that a user is told of. The code is stable: documents and scripts may name it. */
export const errorCodes = [
  "USAGE",
  "NODE_TOO_OLD",
  "INTERNAL",
  "IO",
  "DISK_FULL",
  "UNSAFE_PERMISSIONS",
  "BUSY",
  "ABORTED",
  "COMMAND_NOT_FOUND",
  "COMMAND_NOT_EXECUTABLE",
  "CONFIG_UNREADABLE",
  "CONFIG_NOT_JSON",
  "CONFIG_INVALID",
  "REFERENCE_INVALID",
  "NAME_INVALID",
  "PROVIDER_UNKNOWN",
  "PROVIDER_READ_ONLY",
  "PROVIDER_TIMEOUT",
  "SECRET_MISSING",
  "STORE_ABSENT",
  "STORE_WRONG_KEY",
  "STORE_CORRUPT",
  "STORE_TOO_NEW",
  "STORE_LOCKED",
  "PASSPHRASE_NEEDED",
  "PASSPHRASE_WRONG",
  "IMPORT_NOTHING",
  "IMPORT_CHANGED",
  "IMPORT_UNKNOWN",
  "ENV_FILE_INVALID",
  "VAULT_ADDRESS_MISSING",
  "VAULT_ADDRESS_INVALID",
  "VAULT_NOT_APPROVED",
  "VAULT_NOT_LOGGED_IN",
  "VAULT_UNREACHABLE",
  "VAULT_TIMEOUT",
  "VAULT_TLS",
  "VAULT_REDIRECT",
  "VAULT_SEALED",
  "VAULT_STANDBY",
  "VAULT_NOT_INITIALISED",
  "VAULT_FORBIDDEN",
  "VAULT_TOKEN_EXPIRED",
  "VAULT_LOGIN_FAILED",
  "VAULT_RATE_LIMITED",
  "VAULT_SERVER_ERROR",
  "VAULT_BAD_ANSWER",
  "VAULT_ANSWER_TOO_LARGE",
  "VAULT_FIELD_AMBIGUOUS",
  "AUDIT_BROKEN",
  "SESSION_ABSENT",
  "LEASE_UNUSABLE",
  "DEMO_FAILED",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

const brand = Symbol.for("secret-router.error");

/**
 * The one error of this project: a code, a sentence and the next step. Thrown inside, formatted once at the edge.
 * It never holds a secret: no cause is kept, because causes carry requests, and requests carry tokens.
 */
export class RouterError extends Error {
  readonly code: ErrorCode;
  /** A full sentence that tells the user what to do. */
  readonly nextStep: string;

  constructor(code: ErrorCode, message: string, nextStep: string) {
    super(message);
    this.name = "RouterError";
    this.code = code;
    this.nextStep = nextStep;
    Object.defineProperty(this, brand, { value: true });
  }

  /** By brand, not by class: every lazily loaded chunk has its own copy of this class. */
  static is(value: unknown, code?: ErrorCode): value is RouterError {
    if (typeof value !== "object" || value === null || !(brand in value)) return false;
    return code === undefined || (value as { code?: unknown }).code === code;
  }

  toJSON(): { code: ErrorCode; message: string; nextStep: string } {
    return { code: this.code, message: this.message, nextStep: this.nextStep };
  }
}
