import nodeVault from "node-vault";
import { RouterError } from "../../core/routerError";
import type { SecretValue } from "../../core/secretValue";
import { printExactJson } from "./exactJson";
import { createTransport } from "./transport/createTransport";
import type { TransportAnswer, TransportRequest } from "./transport/vaultTransport";
import { normalisedVaultAddress } from "./vaultAddress";
import type { VaultConnection } from "./vaultConnection";

export interface VaultCall {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Made by `apiPath`: below `/v1/`, encoded. */
  readonly path: string;
  readonly json?: object;
  readonly token?: SecretValue;
  readonly signal: AbortSignal;
  readonly raw?: boolean;
}

export interface VaultApi {
  readonly address: string;
  /** @throws RouterError for what is no answer; an answer of any status is returned. */
  call(call: VaultCall): Promise<TransportAnswer>;
  close(): void;
}

/** @throws RouterError VAULT_ADDRESS_INVALID or CONFIG_INVALID */
export function createVaultApi(connection: VaultConnection): VaultApi {
  const address = normalisedVaultAddress(connection.address);
  checkNamespace(connection.namespace);
  const transport = createTransport(connection);
  const client = nodeVault({
    endpoint: address,
    // A placeholder, because an empty one makes node-vault take VAULT_TOKEN from the environment.
    token: "unused",
    debug: () => {},
    // Its hundred commands build paths without encoding, and its schemas check what the types already have.
    commands: {},
    tv4: { validate: () => true } as never,
    "request-promise": { defaults: () => (options: NodeVaultOptions) => send(options, transport.send) },
  });
  // Tokens travel per call, so that a login never bears one and the client holds none to print. The other two are taken
  // from the environment where they are empty.
  client.token = undefined as never;
  const { namespace } = connection;
  Object.assign(client, { namespace: undefined, pathPrefix: "" });

  return {
    address,
    async call({ method, path, json, token, signal, raw = false }) {
      const headers = headersOf(method, path, token, namespace);
      return (await client.request({
        method,
        path: `/${path}`,
        headers,
        signal,
        raw,
        ...(json && { json }),
      })) as TransportAnswer;
    },
    close: transport.close,
  };
}

interface NodeVaultOptions {
  readonly method: string;
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly signal: AbortSignal;
  readonly raw: boolean;
}

/** node-vault turns every status but 200 and 204 into an error without its code, so our answer travels as a body. */
async function send(
  options: NodeVaultOptions,
  transport: (request: TransportRequest) => Promise<TransportAnswer>,
): Promise<{ statusCode: 200; body: TransportAnswer; request: { path: string } }> {
  const { method, headers, json, signal, raw } = options;
  const url = new URL(options.uri);
  const body = typeof json === "object" ? { body: printExactJson(json) } : {};
  const answer = await transport({ method, url, headers, signal, raw, ...body });
  return { statusCode: 200, body: answer, request: { path: "" } };
}

/** It becomes a header, and node would refuse a bad one only after the login. */
function checkNamespace(namespace: string | undefined): void {
  if (namespace === undefined || /^[\x21-\x7e]+$/.test(namespace)) return;
  throw new RouterError(
    "CONFIG_INVALID",
    "The Vault namespace is empty or holds spaces or characters beyond ASCII.",
    "Write it as the server lists it, such as team/a.",
  );
}

function headersOf(
  method: string,
  path: string,
  token: SecretValue | undefined,
  namespace: string | undefined,
): Record<string, string> {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  return {
    accept: "application/json",
    "accept-encoding": "identity",
    "content-type": type,
    "user-agent": "secret-router",
    // An agent that guards against forged requests from a browser asks for this.
    "X-Vault-Request": "true",
    ...(token === undefined ? {} : { "X-Vault-Token": token.reveal() }),
    // sys/health belongs to the root namespace alone.
    ...(namespace === undefined || path.startsWith("sys/health") ? {} : { "X-Vault-Namespace": namespace }),
  };
}
