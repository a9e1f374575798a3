import { RouterError } from "../../core/routerError";

/**
 * Parses the address of a Vault. Its `href` without a trailing slash is the address's one spelling.
 *
 * @throws RouterError VAULT_ADDRESS_INVALID; the message never repeats user information, which holds a password.
 */
export function parseVaultAddress(text: string): URL {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw invalid("it is no URL");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw invalid("it is neither https:// nor http://");
  if (url.username !== "" || url.password !== "") throw invalid("it holds a user name or a password");
  if (url.search !== "" || url.hash !== "") throw invalid("it has a query or a fragment");
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}

/** One spelling for equal addresses: credentials and consent are bound to it. */
export function normalisedVaultAddress(text: string): string {
  return parseVaultAddress(text).href.replace(/\/$/, "");
}

/** @throws RouterError VAULT_ADDRESS_INVALID for plain http to another machine that was not allowed. */
export function checkPlainHttp(url: URL, allowed: boolean): void {
  if (url.protocol === "https:" || allowed || isLoopback(url.hostname)) return;
  throw new RouterError(
    "VAULT_ADDRESS_INVALID",
    `The address ${url.origin} would send the token in clear over the network.`,
    `Use https://. To send it all the same, put "${url.href.replace(/\/$/, "")}": { "allow_plain_http": true } into vaults.json beside the store's key.`,
  );
}

/** Numeric loopback addresses and `localhost`; a name that merely resolves to one is not trusted to. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function invalid(why: string): RouterError {
  return new RouterError(
    "VAULT_ADDRESS_INVALID",
    `The Vault address is not valid: ${why}.`,
    "Write it as https://vault.example.com:8200, with nothing but a path after the port.",
  );
}
