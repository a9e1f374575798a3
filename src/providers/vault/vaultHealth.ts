import type { Health } from "../../core/provider";
import { RouterError } from "../../core/routerError";
import { shapeError } from "./auth/tokenState";
import { mayRead, readCapabilities } from "./capabilities";
import type { MountTable } from "./kv/mountTable";
import { statusError } from "./statusError";
import { isLoopback, parseVaultAddress } from "./vaultAddress";
import type { VaultApi } from "./vaultApi";
import type { VaultConnection } from "./vaultConnection";
import type { TokenState, VaultSession } from "./vaultSession";

const soonSeconds = 10 * 60;
const maxCheckedPaths = 20;

export interface HealthSubject {
  readonly api: VaultApi;
  readonly session: VaultSession;
  readonly mounts: MountTable;
  readonly connection: VaultConnection;
  /** Paths that were read, whose policies are looked at. */
  readonly paths: readonly string[];
}

/** Asks the server how it is, then what the token may: never rejects. */
export async function vaultHealth(subject: HealthSubject, signal: AbortSignal): Promise<Health> {
  const { api, session, connection } = subject;
  const warnings = connectionWarnings(connection);
  try {
    const state = await serverState(api, signal);
    warnings.push(...state.warnings);
    const token = await session.lookup(signal);
    warnings.push(...tokenWarnings(token), ...(await policyWarnings(subject, signal)));
    const ttl = token.ttlSeconds === undefined ? {} : { credentialTtlSeconds: token.ttlSeconds };
    return { ok: true, summary: `${api.address} is ${state.text}.`, ...ttl, warnings };
  } catch (error) {
    const known = RouterError.is(error)
      ? error
      : new RouterError("INTERNAL", "Asking Vault for its health failed.", "Report this as a defect.");
    return { ok: false, summary: known.message, error: known, warnings };
  }
}

/** @throws RouterError where the server cannot serve reads. */
async function serverState(
  api: VaultApi,
  signal: AbortSignal,
): Promise<{ text: string; warnings: readonly RouterError[] }> {
  const path = "sys/health";
  const answer = await api.call({ method: "GET", path, signal, raw: true });
  const { status, body } = answer;
  if (status === 200 && typeof body?.["initialized"] !== "boolean") throw shapeError(api.address, path);
  if (status === 200) return { text: "active", warnings: [] };
  // A rate limit has the same status and no such field.
  if (status === 429 && body?.["standby"] === true)
    return { text: "a standby", warnings: [standby(api.address)] };
  if (status === 473) return { text: "a performance standby", warnings: [] };
  if (status === 503 && body?.["sealed"] === true) {
    throw new RouterError(
      "VAULT_SEALED",
      `${api.address} is sealed.`,
      "Unseal it with bao or vault operator unseal.",
    );
  }
  throw statusError(answer, api.address, path);
}

function standby(address: string): RouterError {
  return new RouterError(
    "VAULT_STANDBY",
    `${address} is a standby node, which passes every read on.`,
    "Use the active node's address for shorter reads.",
  );
}

function connectionWarnings({ address, tls }: VaultConnection): RouterError[] {
  const url = parseVaultAddress(address);
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return [
      new RouterError("VAULT_TLS", `${url.origin} is spoken to in clear.`, "Use https:// for this address."),
    ];
  }
  if (url.protocol === "https:" && tls?.skipVerify === true) {
    const message = `The certificate of ${url.origin} is not checked.`;
    return [new RouterError("VAULT_TLS", message, "Name its authority with VAULT_CACERT instead.")];
  }
  return [];
}

function tokenWarnings({ ttlSeconds, renewable }: TokenState): readonly RouterError[] {
  if (ttlSeconds === undefined || ttlSeconds > soonSeconds || renewable) return [];
  const message = `The token expires in ${ttlSeconds} seconds and cannot be renewed.`;
  return [new RouterError("VAULT_TOKEN_EXPIRED", message, "Log in again soon: secret-router vault login.")];
}

async function policyWarnings(subject: HealthSubject, signal: AbortSignal): Promise<readonly RouterError[]> {
  const paths = subject.paths.slice(0, maxCheckedPaths);
  const all = await readCapabilities(subject.session, subject.mounts, paths, signal).catch(() => new Map());
  return [...all]
    .filter(([, capabilities]) => !mayRead(capabilities))
    .map(([path]) => {
      const message = `The token's policies do not let it read ${path}.`;
      return new RouterError("VAULT_FORBIDDEN", message, "Ask for the read capability on that path.");
    });
}
