import { RouterError } from "../../../core/routerError";
import type { SecretValue } from "../../../core/secretValue";
import type { VaultApi } from "../vaultApi";
import type { VaultAuth } from "../vaultConnection";
import type { LoginResult } from "../vaultSession";
import { loginApprole } from "./loginApprole";
import { loginUserpass } from "./loginUserpass";
import { isToken, readTokenFile } from "./readTokenFile";

/** Where tokens come from. A session asks again when a token has stopped working. */
export interface Credential {
  /** Whether `obtain` makes new tokens, and not only hands out what there is. */
  readonly makesTokens: boolean;
  /** @throws RouterError */
  obtain(signal: AbortSignal): Promise<LoginResult | { readonly token: SecretValue }>;
  /** Whether the token has been replaced behind our back; cheap. */
  hasChanged(): Promise<boolean>;
}

export function createCredential(auth: VaultAuth, api: VaultApi): Credential {
  switch (auth.method) {
    case "token":
      return given(() => checkedToken(auth.token));
    case "tokenFile":
      return tokenFile(auth.path);
    case "approle":
      return login((signal) => loginApprole(auth, api, signal));
    case "userpass":
      return login((signal) => loginUserpass(auth, api, signal));
    default:
      throw auth satisfies never;
  }
}

function given(token: () => SecretValue): Credential {
  return { makesTokens: false, obtain: async () => ({ token: token() }), hasChanged: async () => false };
}

function login(obtain: (signal: AbortSignal) => Promise<LoginResult>): Credential {
  return { makesTokens: true, obtain, hasChanged: async () => false };
}

function tokenFile(path: string): Credential {
  let stamp: string | undefined;
  return {
    makesTokens: false,
    async obtain() {
      const read = await readTokenFile(path);
      if (read === undefined) throw new RouterError("INTERNAL", "No token was read.", "Report this.");
      stamp = read.stamp;
      return { token: read.token };
    },
    hasChanged: async () => (await readTokenFile(path, stamp)) !== undefined,
  };
}

function checkedToken(token: SecretValue): SecretValue {
  if (isToken(token.reveal())) return token;
  throw new RouterError(
    "VAULT_NOT_LOGGED_IN",
    "The Vault token is empty or holds characters that no token has.",
    "Copy it again, without quotes or line breaks.",
  );
}
