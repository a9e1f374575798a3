import type { VaultApi } from "../vaultApi";
import type { VaultAuth } from "../vaultConnection";
import { apiPath, splitMount } from "../vaultPath";
import type { LoginResult } from "../vaultSession";
import { postLogin } from "./postLogin";

type Approle = Extract<VaultAuth, { method: "approle" }>;

export function loginApprole(auth: Approle, api: VaultApi, signal: AbortSignal): Promise<LoginResult> {
  const path = apiPath("auth", ...splitMount(auth.mount ?? "approle"), "login");
  const secret = auth.secretId === undefined ? {} : { secret_id: auth.secretId.reveal() };
  return postLogin(api, path, { role_id: auth.roleId, ...secret }, signal);
}
