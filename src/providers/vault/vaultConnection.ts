import type { SecretValue } from "../../core/secretValue";

/** How to reach one Vault or OpenBao. Plain data from the user's own machine: never from a workspace. */
export interface VaultConnection {
  /** As `parseVaultAddress` accepts it. */
  readonly address: string;
  readonly namespace?: string;
  readonly tls?: VaultTls;
  /** An http:// proxy that tunnels to an https address; see `proxyFromEnvironment`. */
  readonly proxy?: string;
  /** Lets a token travel in clear to a host that is not this machine. */
  readonly plainHttpAllowed?: boolean;
  readonly timeouts?: Partial<VaultTimeouts>;
  /** Repeats after an answer 412 or 5xx; 2 unless told. */
  readonly maxRetries?: number;
}

export interface VaultTls {
  readonly caPem?: string;
  readonly caFile?: string;
  readonly caDirectory?: string;
  readonly clientCertFile?: string;
  readonly clientKeyFile?: string;
  /** The name that the certificate must bear, where it is not the address's host. */
  readonly serverName?: string;
  readonly skipVerify?: boolean;
}

export interface VaultTimeouts {
  readonly connectMs: number;
  readonly headersMs: number;
  readonly bodyMs: number;
  /** For one call with all its repeats. */
  readonly totalMs: number;
}

export const defaultTimeouts: VaultTimeouts = {
  connectMs: 5000,
  headersMs: 5000,
  bodyMs: 5000,
  totalMs: 5000,
};

/** How to become somebody there. LDAP, JWT and OIDC join here, each with its own file in `auth/`. */
export type VaultAuth =
  | { readonly method: "token"; readonly token: SecretValue }
  | { readonly method: "tokenFile"; readonly path: string }
  | {
      readonly method: "approle";
      readonly roleId: string;
      /** Absent for roles that are bound otherwise. */
      readonly secretId?: SecretValue;
      /** Where the auth method is mounted; `approle` unless told. */
      readonly mount?: string;
    }
  | {
      readonly method: "userpass";
      readonly username: string;
      readonly password: SecretValue;
      /** `userpass` unless told. */
      readonly mount?: string;
    };

export interface VaultProviderOptions extends VaultConnection {
  readonly auth: VaultAuth;
}
