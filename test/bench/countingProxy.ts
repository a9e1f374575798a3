import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands before a real server and counts what is read from it. */
export interface CountingProxy {
  readonly address: string;
  /** How often each path was read. */
  readonly reads: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const reads = new Map<string, number>();
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, response) => {
    const { method, url: path = "/", headers } = incoming;
    if (method === "GET") reads.set(path, (reads.get(path) ?? 0) + 1);
    const outgoing = request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
