import { RouterError } from "../../../core/routerError";

/**
 * Reduces what the network threw to a code, the origin and the path. Nothing of the original error is kept: it may hold
 * the request, and the request holds the token.
 */
export function networkError(error: unknown, url: URL): RouterError {
  const code = errorCodeOf(error);
  if (code.startsWith("HPE_")) return badAnswer(url, `it is not HTTP (${code})`);
  if (isTlsCode(code)) return tlsError(code, url);
  return new RouterError(
    "VAULT_UNREACHABLE",
    `${url.origin} cannot be reached (${code}).`,
    "Check the address and that the server runs; secret-router doctor tries it again.",
  );
}

export function timeoutError(url: URL, phase: string, limitMs: number): RouterError {
  return new RouterError(
    "VAULT_TIMEOUT",
    `${url.origin} took more than ${limitMs} ms to ${phase} (${url.pathname}).`,
    "Check the network and the server's load; the last good value stays in use meanwhile.",
  );
}

export function abortedError(): RouterError {
  return new RouterError("ABORTED", "The call to Vault was given up.", "Try again.");
}

export function badAnswer(url: URL, why: string): RouterError {
  return new RouterError(
    "VAULT_BAD_ANSWER",
    `${url.origin} did not answer as a Vault does: ${why} (${url.pathname}).`,
    "Check that the address is a Vault's and that no login page or proxy stands before it.",
  );
}

export function tooLarge(url: URL, maxBytes: number): RouterError {
  return new RouterError(
    "VAULT_ANSWER_TOO_LARGE",
    `${url.origin} answered with more than ${maxBytes} bytes (${url.pathname}).`,
    "Check that the address is a Vault's; a secret this large does not belong in a variable.",
  );
}

export function redirectError(url: URL, target: string): RouterError {
  return new RouterError(
    "VAULT_REDIRECT",
    `${url.origin} redirects to ${target}, and the token was not sent there.`,
    "If that address is your Vault's, use it as the address.",
  );
}

/** The code of a connection that broke off: the one network error after which a repeat makes sense at once. */
export function isReset(error: unknown): boolean {
  return ["ECONNRESET", "EPIPE"].includes(errorCodeOf(error));
}

function tlsError(code: string, url: URL): RouterError {
  const next = nextStepOfTls[code] ?? "Check the certificate, or name its authority with VAULT_CACERT.";
  return new RouterError("VAULT_TLS", `The TLS connection to ${url.origin} is not safe (${code}).`, next);
}

const nextStepOfTls: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: "Use the host name that the certificate bears.",
  CERT_HAS_EXPIRED: "Renew the server's certificate.",
  EPROTO: "Check that this port speaks https and not plain http.",
  ERR_SSL_WRONG_VERSION_NUMBER: "Check that this port speaks https and not plain http.",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "Check that this port speaks https and not plain http.",
};

function isTlsCode(code: string): boolean {
  return /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|EPROTO|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/.test(
    code,
  );
}

function errorCodeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]{1,64}$/.test(code) ? code : "unknown error";
}
