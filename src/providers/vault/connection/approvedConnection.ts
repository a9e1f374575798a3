import { RouterError } from "../../../core/routerError";
import { normalisedVaultAddress } from "../vaultAddress";
import type { VaultAuth, VaultConnection, VaultProviderOptions } from "../vaultConnection";
import type { EnvironmentConnection } from "./connectionFromEnvironment";
import type { HostVaults, VaultDefaults } from "./hostVaults";
import { tokenFileMethod, type VaultRecord, type VaultRecords } from "./vaultRecords";

export interface ConsentFacts {
  /** From a configuration, which may be a workspace's and is therefore only a wish. */
  readonly configuredAddress?: string;
  readonly environment?: EnvironmentConnection;
  readonly records: VaultRecords;
  /** The credential stored for exactly this normalised address, if any. */
  credentialFor(address: string): Promise<VaultAuth | undefined>;
  /** Where the vault program keeps its token; used for an address only where the user has said so. */
  readonly usualTokenFile: string;
  /** The proxy for an approved address; see `proxyFromEnvironment`. */
  proxyFor(address: string): string | undefined;
  readonly hostVaults?: Pick<HostVaults, "loginFor" | "defaults">;
}

/**
 * Decides whether a credential may be sent to an address. A credential goes only to the address that it was given for:
 * either both come from the process's own environment, or the user has logged in to that address. An address alone, be it
 * from a repository, a setting or the environment, gets nothing. Where the user works in an editor, a login that was made
 * there comes first: whoever has just typed a token expects that one to count.
 *
 * @throws RouterError VAULT_ADDRESS_MISSING, VAULT_ADDRESS_INVALID, VAULT_NOT_APPROVED or VAULT_NOT_LOGGED_IN
 */
export async function approvedConnection(facts: ConsentFacts): Promise<VaultProviderOptions> {
  const { environment, records, hostVaults } = facts;
  const address = addressOf(facts);
  const record = records.get(address);
  const fromEnvironment = environment?.connection.address === address ? environment : undefined;
  const connection = (): VaultConnection =>
    withRecord(
      fromEnvironment?.connection ?? plainConnection(address, facts),
      record,
      hostVaults?.defaults() ?? {},
    );
  const login = await hostVaults?.loginFor(address);
  if (login !== undefined) {
    const { auth, namespace } = login;
    return { ...connection(), ...(namespace === undefined ? {} : { namespace }), auth };
  }
  const [own] = fromEnvironment?.auth ?? [];
  if (own !== undefined) return { ...connection(), auth: own };
  if (record?.approved !== true) throw notApproved(address);
  const auth = await settledAuth(address, record, facts);
  if (auth === undefined) throw notLoggedIn(address);
  return { ...connection(), auth };
}

function plainConnection(address: string, facts: ConsentFacts): VaultConnection {
  const proxy = facts.proxyFor(address);
  return { address, ...(proxy === undefined ? {} : { proxy }) };
}

/** TOKEN_PATH is not asked here: whoever sets it could pick another server's token for this address. */
async function settledAuth(
  address: string,
  record: VaultRecord,
  facts: ConsentFacts,
): Promise<VaultAuth | undefined> {
  if (record.authMethod !== tokenFileMethod) return facts.credentialFor(address);
  return { method: "tokenFile", path: record.tokenFile ?? facts.usualTokenFile };
}

function addressOf({ configuredAddress, environment }: ConsentFacts): string {
  if (configuredAddress !== undefined) return normalisedVaultAddress(configuredAddress);
  if (environment !== undefined) return environment.connection.address;
  throw new RouterError(
    "VAULT_ADDRESS_MISSING",
    "No Vault address is known.",
    'Set "vault_url" in secret-router.json, or VAULT_ADDR.',
  );
}

/** The environment's word comes first, as everywhere; the record fills in what it leaves open, and then the defaults. */
function withRecord(
  connection: VaultConnection,
  record: VaultRecord | undefined,
  defaults: VaultDefaults,
): VaultConnection {
  const { caFile = defaults.caFile, tlsSkipVerify, allowPlainHttp } = record ?? {};
  const { tls = {}, namespace = record?.namespace ?? defaults.namespace } = connection;
  const hasCa = tls.caFile !== undefined || tls.caPem !== undefined || tls.caDirectory !== undefined;
  return {
    ...connection,
    tls: {
      ...tls,
      ...(hasCa || caFile === undefined ? {} : { caFile }),
      skipVerify: tls.skipVerify === true || tlsSkipVerify === true,
    },
    ...(namespace === undefined ? {} : { namespace }),
    plainHttpAllowed: allowPlainHttp === true,
  };
}

function notApproved(address: string): RouterError {
  return new RouterError(
    "VAULT_NOT_APPROVED",
    `You have not yet allowed this computer to use the Vault at ${address}.`,
    `If you trust that address, run: secret-router vault login ${address} (${tokenFileHint})`,
  );
}

function notLoggedIn(address: string): RouterError {
  return new RouterError(
    "VAULT_NOT_LOGGED_IN",
    `There is no credential for the Vault at ${address}.`,
    `Run: secret-router vault login ${address} (${tokenFileHint})`,
  );
}

const tokenFileHint = "with --method token-file for the token in ~/.vault-token";
