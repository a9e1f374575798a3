import { RouterError } from "../../../core/routerError";
import { SecretValue } from "../../../core/secretValue";
import { statusError } from "../statusError";
import type { TransportAnswer } from "../transport/vaultTransport";
import type { VaultApi } from "../vaultApi";
import { asCount, asObject, asText, asTexts } from "../vaultJson";
import type { LoginResult, TokenState } from "../vaultSession";

/** What a token may and how long it lives; undefined where the server no longer knows it. */
export async function lookupSelf(
  api: VaultApi,
  token: SecretValue,
  signal: AbortSignal,
): Promise<TokenState | undefined> {
  const answer = await api.call({ method: "GET", path: "auth/token/lookup-self", token, signal });
  if (answer.status === 403 || answer.status === 401) return undefined;
  const data = asObject(answer.body?.["data"]);
  if (answer.status !== 200) throw statusError(answer, api.address, "auth/token/lookup-self");
  const ttl = asCount(data?.["ttl"]);
  if (data === undefined || ttl === undefined) throw shapeError(api.address, "auth/token/lookup-self");
  // A token that never expires has no expiry time and a TTL of 0, which is also what the last second of another has.
  const expires = ttl > 0 || asText(data["expire_time"]) !== undefined;
  return {
    ...(expires ? { ttlSeconds: ttl } : {}),
    renewable: data["renewable"] === true,
    policies: asTexts(data["policies"]),
  };
}

/** The `auth` part of a login's or a renewal's answer. */
export function readAuth(answer: TransportAnswer, address: string, path: string): LoginResult {
  const auth = asObject(answer.body?.["auth"]);
  const token = asText(auth?.["client_token"])?.trim();
  if (auth === undefined || token === undefined || token === "") throw shapeError(address, path);
  const ttl = asCount(auth["lease_duration"]) ?? 0;
  return {
    token: new SecretValue(token),
    ...(ttl > 0 ? { ttlSeconds: ttl } : {}),
    renewable: auth["renewable"] === true,
    policies: asTexts(auth["token_policies"] ?? auth["policies"]),
  };
}

export function shapeError(address: string, path: string): RouterError {
  return new RouterError(
    "VAULT_BAD_ANSWER",
    `${address} answered ${path} without the fields that a Vault gives.`,
    "Check that the address is a Vault's and that no proxy changes its answers.",
  );
}
