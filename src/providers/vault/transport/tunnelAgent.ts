import { type RequestOptions, request } from "node:http";
import { Agent, type AgentOptions } from "node:https";
import type { Duplex } from "node:stream";
import { connect } from "node:tls";

/**
 * An https agent whose connections go through an HTTP proxy by CONNECT: the proxy sees the host's name and nothing of the
 * token. Node's own proxy support begins with version 24.
 */
export class TunnelAgent extends Agent {
  readonly #proxy: URL;
  readonly #timeoutMs: number;

  constructor(options: AgentOptions, proxy: URL, timeoutMs: number) {
    super(options);
    this.#proxy = proxy;
    this.#timeoutMs = timeoutMs;
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const target = `${options.host}:${options.port ?? 443}`;
    const tunnel = request({
      host: this.#proxy.hostname.replace(/^\[|\]$/g, ""),
      port: this.#proxy.port || 80,
      method: "CONNECT",
      path: target,
      headers: { host: target, ...proxyAuthorization(this.#proxy) },
      agent: false,
      timeout: this.#timeoutMs,
    });
    const fail = (code: string) => {
      tunnel.destroy();
      callback?.(Object.assign(new Error(), { code }), undefined as never);
    };
    tunnel.on("timeout", () => fail("PROXY_TIMEOUT"));
    tunnel.on("error", () => fail("PROXY_UNREACHABLE"));
    tunnel.on("response", () => fail("PROXY_REFUSED"));
    tunnel.on("connect", (response, socket, head) => {
      socket.setTimeout(0);
      if (response.statusCode !== 200 || head.length > 0) {
        socket.destroy();
        return fail("PROXY_REFUSED");
      }
      const secure = connect({
        ...options,
        host: undefined,
        port: undefined,
        path: undefined,
        socket,
      } as object);
      // Until it is handed over, nobody else would close a connection whose handshake never ends.
      secure.setTimeout(this.#timeoutMs, () =>
        secure.destroy(Object.assign(new Error(), { code: "PROXY_TIMEOUT" })),
      );
      const failed = (error: Error) => callback?.(error, undefined as never);
      secure.once("error", failed);
      secure.once("secureConnect", () => {
        secure.off("error", failed);
        secure.setTimeout(0);
        callback?.(null, secure);
      });
    });
    tunnel.end();
    return undefined;
  }
}

function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === "") return {};
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}` };
}
