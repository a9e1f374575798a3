import { describe, expect, it } from "vitest";
import { SecretValue } from "../../../../../src/core/secretValue";
import {
  parseStoredCredential,
  printStoredCredential,
} from "../../../../../src/providers/vault/connection/storedCredential";
import type { VaultAuth } from "../../../../../src/providers/vault/vaultConnection";

const address = "https://vault:8200";
const secret = new SecretValue("made-up-secret");

const auths: readonly VaultAuth[] = [
  { method: "token", token: secret },
  { method: "tokenFile", path: "/run/token" },
  { method: "approle", roleId: "r", secretId: secret, mount: "team/approle" },
  { method: "approle", roleId: "r" },
  { method: "userpass", username: "u", password: secret },
];

describe("a stored credential", () => {
  it.each(auths)("comes back as it was: %j", (auth) => {
    const read = parseStoredCredential(`${address}/`, printStoredCredential(address, auth));
    expect(opened(read)).toEqual(opened(auth));
  });

  it("is not given out for another address", () => {
    const printed = printStoredCredential(address, { method: "token", token: secret });
    for (const other of ["http://vault:8200", "https://vault", "https://vault:8200/x"]) {
      expect(parseStoredCredential(other, printed)).toBeUndefined();
    }
  });

  it.each(["", "{}", "made-up", '{"address":"https://vault:8200","method":"ldap"}'])(
    "is undefined for %j",
    (text) => {
      expect(parseStoredCredential(address, new SecretValue(text))).toBeUndefined();
    },
  );
});

function opened(auth: VaultAuth | undefined): object {
  return Object.fromEntries(
    Object.entries(auth ?? {}).map(([key, value]) => [
      key,
      value instanceof SecretValue ? value.reveal() : value,
    ]),
  );
}
