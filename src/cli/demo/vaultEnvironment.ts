import { RouterError } from "../../core/routerError";
import { normalisedVaultAddress } from "../../providers/vault/vaultAddress";

// How to reach the server and how to trust it; the credential among them stays in environments of the demo's own.
const passedOn =
  /^(VAULT|BAO)_(TOKEN|NAMESPACE|CACERT|CAPATH|CACERT_BYTES|CLIENT_CERT|CLIENT_KEY|SKIP_VERIFY|TLS_SERVER_NAME)$/;
const proxies = /^(HTTPS?_PROXY|NO_PROXY|(VAULT|BAO)_(HTTP_PROXY|PROXY_ADDR))$/i;

/**
 * The vault's own variables for the demo's processes. Naming the address on the command line is the user's consent to
 * send the token there.
 * @throws RouterError VAULT_ADDRESS_INVALID or VAULT_NOT_LOGGED_IN.
 */
export function vaultEnvironment(
  address: string,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const normalised = normalisedVaultAddress(address);
  const entries = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value !== "" && (passedOn.test(name) || proxies.test(name))
      ? [[name, value] as const]
      : [],
  );
  if (!entries.some(([name]) => name.endsWith("_TOKEN"))) {
    throw new RouterError(
      "VAULT_NOT_LOGGED_IN",
      `The demo has no token for ${normalised}.`,
      "Set VAULT_TOKEN or BAO_TOKEN to a token that may write below secret/.",
    );
  }
  return { ...Object.fromEntries(entries), VAULT_ADDR: normalised };
}
