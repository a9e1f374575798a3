import { type Agent, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { RouterError } from "../../../core/routerError";
import { parseVaultAddress } from "../vaultAddress";
import { defaultTimeouts, type VaultConnection } from "../vaultConnection";
import { readTlsMaterial } from "./tlsMaterial";
import { TunnelAgent } from "./tunnelAgent";

const keepAlive = {
  keepAlive: true,
  keepAliveMsecs: 10_000,
  maxSockets: 8,
  maxFreeSockets: 2,
  scheduling: "lifo",
} as const;

/** @throws RouterError VAULT_TLS or VAULT_ADDRESS_INVALID */
export async function createAgent(connection: VaultConnection): Promise<Agent> {
  const url = parseVaultAddress(connection.address);
  // A proxy for plain http would read the token, and one for this machine has no use.
  if (url.protocol === "http:") return new HttpAgent(keepAlive);
  const { tls = {}, proxy, timeouts } = connection;
  const options = {
    ...keepAlive,
    ...(await readTlsMaterial(tls)),
    // Said outright, because left out it is switched off by NODE_TLS_REJECT_UNAUTHORIZED.
    rejectUnauthorized: tls.skipVerify !== true,
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    minVersion: "TLSv1.2" as const,
  };
  if (proxy === undefined) return new HttpsAgent(options);
  return new TunnelAgent(options, parseProxy(proxy), timeouts?.connectMs ?? defaultTimeouts.connectMs);
}

function parseProxy(text: string): URL {
  try {
    const url = new URL(text);
    if (url.protocol === "http:") return url;
  } catch {
    // Told below: the text may hold a password and is not repeated.
  }
  throw new RouterError(
    "VAULT_ADDRESS_INVALID",
    "The proxy's address is not an http:// URL.",
    "Write it as http://proxy.example.com:3128 in VAULT_PROXY_ADDR or https_proxy.",
  );
}
