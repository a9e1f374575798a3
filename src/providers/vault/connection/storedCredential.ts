import { SecretValue } from "../../../core/secretValue";
import { normalisedVaultAddress } from "../vaultAddress";
import type { VaultAuth } from "../vaultConnection";
import { asText, parseJsonObject } from "../vaultJson";

/** Writes a credential for the encrypted store, bound to its address. */
export function printStoredCredential(address: string, auth: VaultAuth): SecretValue {
  return new SecretValue(JSON.stringify({ address: normalisedVaultAddress(address), ...revealed(auth) }));
}

/** Gives undefined for what was stored for another address, or by another version. */
export function parseStoredCredential(address: string, stored: SecretValue): VaultAuth | undefined {
  const value = parseJsonObject(stored.reveal());
  if (value === undefined || value["address"] !== normalisedVaultAddress(address)) return undefined;
  const text = (key: string) => asText(value[key]);
  const secret = (key: string) => {
    const found = text(key);
    return found === undefined ? undefined : new SecretValue(found);
  };
  const [token, path, roleId, username] = [secret("token"), text("path"), text("roleId"), text("username")];
  const [secretId, password, mount] = [secret("secretId"), secret("password"), text("mount")];
  switch (value["method"]) {
    case "token":
      return token && { method: "token", token };
    case "tokenFile":
      return path === undefined ? undefined : { method: "tokenFile", path };
    case "approle":
      if (roleId === undefined) return undefined;
      return { method: "approle", roleId, ...(secretId && { secretId }), ...(mount && { mount }) };
    case "userpass":
      if (username === undefined || password === undefined) return undefined;
      return { method: "userpass", username, password, ...(mount && { mount }) };
    default:
      return undefined;
  }
}

function revealed(auth: VaultAuth): object {
  // By method and not by class: every lazily loaded chunk has its own copy of SecretValue.
  switch (auth.method) {
    case "token":
      return { ...auth, token: auth.token.reveal() };
    case "tokenFile":
      return auth;
    case "approle":
      return { ...auth, secretId: auth.secretId?.reveal() };
    case "userpass":
      return { ...auth, password: auth.password.reveal() };
    default:
      throw auth satisfies never;
  }
}
