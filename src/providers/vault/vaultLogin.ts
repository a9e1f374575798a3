import { RouterError } from "../../core/routerError";
import { createCredential } from "./auth/credential";
import { lookupSelf } from "./auth/tokenState";
import { createVaultApi } from "./vaultApi";
import type { VaultAuth, VaultConnection } from "./vaultConnection";
import type { LoginResult } from "./vaultSession";

/**
 * Logs in once and shows what came of it, for the command line. A token that is given is looked up, so that a wrong one
 * is told at once and not at the first read.
 *
 * @throws RouterError
 */
export async function vaultLogin(
  connection: VaultConnection,
  auth: VaultAuth,
  signal: AbortSignal,
): Promise<LoginResult> {
  const api = createVaultApi(connection);
  try {
    const obtained = await createCredential(auth, api).obtain(signal);
    if ("policies" in obtained) return obtained;
    const state = await lookupSelf(api, obtained.token, signal);
    if (state !== undefined) return { ...obtained, ...state };
    throw new RouterError(
      "VAULT_LOGIN_FAILED",
      `${api.address} does not know this token.`,
      "Check that it is whole, that it has not expired, and that it belongs to this address.",
    );
  } finally {
    api.close();
  }
}
