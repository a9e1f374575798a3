import { SecretValue } from "../../core/secretValue";
import type { VaultAuth } from "../../providers/vault/vaultConnection";

export const loginMethods = ["token", "approle", "userpass"] as const;
export type LoginMethod = (typeof loginMethods)[number];

/** What is asked for one method, in this order; all but the last are shown while they are typed. */
export interface LoginField {
  readonly key: "roleId" | "username" | "secret";
  readonly what: string;
  readonly isHidden: boolean;
  /** An AppRole may be bound otherwise. */
  readonly mayBeEmpty: boolean;
}

export type LoginFields = Readonly<Partial<Record<LoginField["key"], string>>>;

interface MethodFacts {
  readonly label: string;
  readonly detail: string;
  readonly fields: readonly LoginField[];
}

const shown = (key: "roleId" | "username", what: string): LoginField => ({
  key,
  what,
  isHidden: false,
  mayBeEmpty: false,
});
const hidden = (what: string, mayBeEmpty = false): LoginField => ({
  key: "secret",
  what,
  isHidden: true,
  mayBeEmpty,
});

export const methodFacts: Readonly<Record<LoginMethod, MethodFacts>> = {
  token: {
    label: "Token",
    detail: "One that you have. It is renewed for as long as the server allows.",
    fields: [hidden("Token")],
  },
  approle: {
    label: "AppRole",
    detail: "A role id and a secret id. Logs in anew whenever its token ends.",
    fields: [shown("roleId", "Role id"), hidden("Secret id, empty for a role without one", true)],
  },
  userpass: {
    label: "User name and password",
    detail: "The method userpass. The password is kept, to log in anew whenever its token ends.",
    fields: [shown("username", "User name"), hidden("Password")],
  },
};

/** Tokens and ids hold no spaces, which what is copied often does; a password is taken as it is. */
export function authOf(method: LoginMethod, fields: LoginFields): VaultAuth {
  const { roleId = "", username = "", secret = "" } = fields;
  switch (method) {
    case "token":
      return { method, token: new SecretValue(secret.trim()) };
    case "approle": {
      const secretId = secret.trim();
      return {
        method,
        roleId: roleId.trim(),
        ...(secretId === "" ? {} : { secretId: new SecretValue(secretId) }),
      };
    }
    case "userpass":
      return { method, username: username.trim(), password: new SecretValue(secret) };
    default:
      throw method satisfies never;
  }
}
