import type { ServerResponse } from "node:http";

/** What a server that behaves answers to a login. */
export function healthyLogin(response: ServerResponse): void {
  const auth = { client_token: "made-up-login-token", lease_duration: 3600, renewable: true, policies: [] };
  response.writeHead(200).end(JSON.stringify({ auth }));
}

/** What a server that behaves answers to a read of a KV v2 secret, or to the questions before it. */
export function healthyRead(url: string, response: ServerResponse): void {
  const data = url.includes("/ui/mounts/")
    ? { path: "secret/", type: "kv", options: { version: "2" } }
    : { data: { api_key: "made-up" }, metadata: { version: 1 } };
  response.writeHead(200).end(JSON.stringify({ data }));
}
