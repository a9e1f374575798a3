import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** A real HTTP proxy on loopback that tunnels, and remembers what it could see. */
export interface ConnectProxy {
  readonly address: string;
  /** Request lines and headers that reached it in clear. */
  readonly seen: readonly { readonly line: string; readonly headers: IncomingMessage["headers"] }[];
  stop(): Promise<void>;
}

/** @param refuse answers 407 to every tunnel. */
export async function startConnectProxy(refuse = false): Promise<ConnectProxy> {
  const seen: { line: string; headers: IncomingMessage["headers"] }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    seen.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    response.writeHead(403).end();
  });
  server.on("connect", (request, socket, head) => {
    seen.push({ line: `CONNECT ${request.url}`, headers: request.headers });
    if (refuse) return socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      target.write(head);
      target.pipe(socket);
      socket.pipe(target);
    });
    sockets.add(target);
    for (const end of [target, socket]) end.on("error", () => socket.destroy());
    return undefined;
  });
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
