import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { type Fault, faults } from "./faults";
import type { Certificates } from "./makeCertificates";

/** What reached the server, as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  body: string;
}

/** A server that misbehaves on demand, and remembers what it was sent. */
export interface FaultServer {
  readonly address: string;
  readonly requests: readonly ReceivedRequest[];
  /** What every request from now on gets. */
  behave(fault: Fault | FaultHandler): void;
  /** What the next requests get, one each; after them the behaviour is as before. */
  behaveOnce(...once: readonly (Fault | FaultHandler)[]): void;
  /** How many bytes of bodies it has handed to the network. */
  bytesSent(): number;
  forget(): void;
  stop(): Promise<void>;
}

export type FaultHandler = (request: ReceivedRequest, response: ServerResponse, server: FaultContext) => void;

export interface FaultContext {
  readonly address: string;
  /** Where redirects to another origin lead. */
  readonly otherOrigin: string;
  count(bytes: number): void;
}

export interface FaultServerOptions {
  readonly tls?: Certificates;
  /** Where redirects to another origin lead: another fault server, which tells whether anything came. */
  readonly otherOrigin?: string;
}

export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const once: FaultHandler[] = [];
  let current: FaultHandler = faults.healthy;
  let sent = 0;

  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "", headers } = incoming;
    const request: ReceivedRequest = { method, url, headers, body: "" };
    requests.push(request);
    const handler = once.shift() ?? current;
    incoming.on("data", (chunk: Buffer) => {
      request.body += chunk.toString();
    });
    // A client that gives up midway is what most of these faults are for.
    incoming.on("error", () => {});
    response.on("error", () => {});
    incoming.on("end", () => handler(request, response, context));
  };
  const { tls, otherOrigin = "http://127.0.0.1:1" } = options;
  const server = tls
    ? createHttpsServer({ cert: await read(tls.certFile), key: await read(tls.keyFile) }, listener)
    : createHttpServer(listener);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const address = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  const context: FaultContext = {
    address,
    otherOrigin,
    count: (bytes) => {
      sent += bytes;
    },
  };

  return {
    address,
    requests,
    behave(fault) {
      current = handlerOf(fault);
    },
    behaveOnce(...next) {
      once.push(...next.map(handlerOf));
    },
    bytesSent: () => sent,
    forget() {
      requests.length = 0;
      once.length = 0;
      sent = 0;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function handlerOf(fault: Fault | FaultHandler): FaultHandler {
  return typeof fault === "string" ? faults[fault] : fault;
}

async function read(path: string): Promise<Buffer> {
  return (await import("node:fs/promises")).readFile(path);
}
