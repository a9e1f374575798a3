import { isLoopback } from "../vaultAddress";
import { redirectError } from "./transportErrors";

/**
 * Where one redirect may lead: to the same origin, and only where nobody between could have forged it. 301 to 303 are
 * followed for reads alone, since they would turn a write into a read.
 *
 * @throws RouterError VAULT_REDIRECT
 */
export function redirectTarget(from: URL, status: number, location: string | undefined, method: string): URL {
  const target = parse(location, from);
  if (target === undefined) throw redirectError(from, "an address that is no URL");
  const safe = target.protocol === "https:" || isLoopback(target.hostname);
  const keepsMethod = status === 307 || status === 308 || method === "GET";
  if (target.origin !== from.origin || !safe || !keepsMethod || target.username !== "") {
    throw redirectError(from, target.origin === "null" ? "an address that is no web address" : target.origin);
  }
  target.hash = "";
  return target;
}

export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function parse(location: string | undefined, from: URL): URL | undefined {
  if (location === undefined) return undefined;
  try {
    return new URL(location, from);
  } catch {
    return undefined;
  }
}
