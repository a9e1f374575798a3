import type { VaultApi } from "../vaultApi";
import type { VaultAuth } from "../vaultConnection";
import { apiPath, splitMount } from "../vaultPath";
import type { LoginResult } from "../vaultSession";
import { postLogin } from "./postLogin";

type Userpass = Extract<VaultAuth, { method: "userpass" }>;

export function loginUserpass(auth: Userpass, api: VaultApi, signal: AbortSignal): Promise<LoginResult> {
  const path = apiPath("auth", ...splitMount(auth.mount ?? "userpass"), "login", auth.username);
  return postLogin(api, path, { password: auth.password.reveal() }, signal);
}
