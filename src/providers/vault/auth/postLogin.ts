import { RouterError } from "../../../core/routerError";
import { isSuccess, statusError } from "../statusError";
import type { VaultApi } from "../vaultApi";
import type { LoginResult } from "../vaultSession";
import { readAuth } from "./tokenState";

/**
 * Logs in, without a token of any kind.
 *
 * @throws RouterError VAULT_LOGIN_FAILED where the credential was refused, as opposed to not heard.
 */
export async function postLogin(
  api: VaultApi,
  path: string,
  json: object,
  signal: AbortSignal,
): Promise<LoginResult> {
  const answer = await api.call({ method: "POST", path, json, signal });
  if (isSuccess(answer)) return readAuth(answer, api.address, path);
  if (![400, 401, 403, 404].includes(answer.status)) throw statusError(answer, api.address, path);
  throw new RouterError(
    "VAULT_LOGIN_FAILED",
    `${api.address} refused the login (status ${answer.status}, ${path}).`,
    "Check the name, the password or secret id, and the auth method's mount; then run secret-router vault login.",
  );
}
