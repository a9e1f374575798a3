import type { VaultAuth } from "../vaultConnection";

/**
 * What a host with a keychain and settings of its own, such as an editor, knows of vaults. All of it is the user's own
 * word: nothing of a workspace may come this way.
 */
export interface HostVaults {
  /** Changes whenever one of the others may answer differently. */
  stamp(): string;
  /** Those that it keeps a login for, normalised. */
  addresses(): readonly string[];
  /** For exactly this normalised address. */
  loginFor(address: string): Promise<VaultLogin | undefined>;
  defaults(): VaultDefaults;
}

export interface VaultLogin {
  readonly auth: VaultAuth;
  readonly namespace?: string;
}

/** What counts where neither the login nor the environment nor the user's record of the address says more. */
export interface VaultDefaults {
  /** For configurations that name none. It is a wish like any other address: it gets nothing without a login. */
  readonly address?: string;
  readonly namespace?: string;
  readonly caFile?: string;
}
