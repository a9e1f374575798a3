import { SecretValue } from "../../../core/secretValue";
import { normalisedVaultAddress } from "../vaultAddress";
import { defaultTimeouts, type VaultAuth, type VaultConnection, type VaultTls } from "../vaultConnection";
import {
  type Environment,
  type EnvironmentValue,
  environmentCount,
  environmentDuration,
  environmentSwitch,
  environmentValue,
  invalidVariable,
} from "./environmentValue";
import { proxyFromEnvironment } from "./proxyFromEnvironment";

/** What the usual variables of the vault and bao programs say. */
export interface EnvironmentConnection {
  /** Which variable named the address. */
  readonly variable: string;
  readonly connection: VaultConnection;
  /**
   * In the order to try. No token file is among them: it is not of this environment, so an address that anybody wrote into
   * the environment would get a token that was never meant for it.
   */
  readonly auth: readonly VaultAuth[];
}

/**
 * Reads BAO_* and, failing those, VAULT_* as the bao and vault programs do. Undefined without an address: the address is
 * what the user's consent hangs on.
 *
 * @throws RouterError CONFIG_INVALID
 */
export function connectionFromEnvironment(environment: Environment): EnvironmentConnection | undefined {
  const named = environmentValue(environment, "ADDR");
  if (named === undefined) return undefined;
  const address = addressOf(named);
  const namespace = environmentValue(environment, "NAMESPACE")?.text;
  const proxy = proxyFromEnvironment(address, environment);
  const totalMs = environmentDuration(environment, "CLIENT_TIMEOUT");
  const maxRetries = environmentCount(environment, "MAX_RETRIES");
  const connection: VaultConnection = {
    address,
    tls: tlsOf(environment),
    ...(namespace === undefined ? {} : { namespace }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(totalMs === undefined ? {} : { timeouts: timeoutsOf(totalMs) }),
    ...(maxRetries === undefined ? {} : { maxRetries }),
  };
  return { variable: named.variable, connection, auth: authOf(environment) };
}

/** Whoever is told of it may have typed another address, which is right. */
function addressOf({ variable, text }: EnvironmentValue): string {
  try {
    return normalisedVaultAddress(text);
  } catch {
    throw invalidVariable(
      variable,
      "holds no address of a vault",
      "Write it as https://vault.example.com:8200, or unset it.",
    );
  }
}

function tlsOf(environment: Environment): VaultTls {
  const text = (suffix: string) => environmentValue(environment, suffix)?.text;
  const [caPem, caFile, caDirectory] = [text("CACERT_BYTES"), text("CACERT"), text("CAPATH")];
  const [clientCertFile, clientKeyFile] = [text("CLIENT_CERT"), text("CLIENT_KEY")];
  const serverName = text("TLS_SERVER_NAME");
  if ((clientCertFile === undefined) !== (clientKeyFile === undefined)) {
    const lacking = clientCertFile === undefined ? "VAULT_CLIENT_CERT" : "VAULT_CLIENT_KEY";
    throw invalidVariable(
      lacking,
      "is missing beside its other half",
      "Set both VAULT_CLIENT_CERT and VAULT_CLIENT_KEY.",
    );
  }
  return {
    skipVerify: environmentSwitch(environment, "SKIP_VERIFY"),
    ...(caPem === undefined ? {} : { caPem }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(caDirectory === undefined ? {} : { caDirectory }),
    ...(clientCertFile === undefined ? {} : { clientCertFile }),
    ...(clientKeyFile === undefined ? {} : { clientKeyFile }),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

/** A user who allows a minute in all allows it for the parts; the parts are never longer than the whole. */
function timeoutsOf(totalMs: number) {
  const connectMs = Math.min(totalMs, defaultTimeouts.connectMs);
  return { totalMs, connectMs, headersMs: totalMs, bodyMs: totalMs };
}

function authOf(environment: Environment): readonly VaultAuth[] {
  const token = environmentValue(environment, "TOKEN");
  if (token !== undefined) return [{ method: "token", token: new SecretValue(token.text) }];
  const found: VaultAuth[] = [];
  const roleId = environmentValue(environment, "ROLE_ID")?.text;
  const secretId = environmentValue(environment, "SECRET_ID")?.text;
  if (roleId !== undefined) {
    found.push({ method: "approle", roleId, ...(secretId && { secretId: new SecretValue(secretId) }) });
  }
  const username = environmentValue(environment, "USERNAME")?.text;
  const password = environmentValue(environment, "PASSWORD")?.text;
  if (username !== undefined && password !== undefined) {
    found.push({ method: "userpass", username, password: new SecretValue(password) });
  }
  return found;
}
