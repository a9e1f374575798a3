import { isLoopback, parseVaultAddress } from "../vaultAddress";
import { type Environment, environmentValue } from "./environmentValue";

/**
 * The proxy for an address, or undefined for a direct connection. Only https goes through one, by a tunnel: a proxy for
 * plain http would read the token. BAO_PROXY_ADDR or VAULT_PROXY_ADDR is meant for the vault and overrides NO_PROXY; the
 * general https_proxy is not used for this machine.
 *
 * @throws RouterError VAULT_ADDRESS_INVALID
 */
export function proxyFromEnvironment(address: string, environment: Environment): string | undefined {
  const url = parseVaultAddress(address);
  if (url.protocol !== "https:") return undefined;
  const own = environmentValue(environment, "PROXY_ADDR");
  if (own !== undefined) return own.text;
  if (isLoopback(url.hostname) || isExcepted(url, lowerFirst(environment, "no_proxy"))) return undefined;
  return lowerFirst(environment, "https_proxy");
}

function isExcepted(url: URL, list: string | undefined): boolean {
  return (list ?? "").split(/[\s,]+/).some((entry) => matches(url, entry.toLowerCase()));
}

/** `*`, a host, a domain with or without its leading dot, each with or without a port. */
function matches(url: URL, entry: string): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  const [, host = "", port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (port !== undefined && port !== (url.port || "443")) return false;
  const domain = host.replace(/^\*?\./, "");
  return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
}

/** curl's rule, which the other tools follow: the lower-case spelling wins. */
function lowerFirst(environment: Environment, name: string): string | undefined {
  for (const spelling of [name, name.toUpperCase()]) {
    const value = Object.hasOwn(environment, spelling) ? environment[spelling]?.trim() : undefined;
    if (value !== undefined && value !== "") return value;
  }
  return undefined;
}
