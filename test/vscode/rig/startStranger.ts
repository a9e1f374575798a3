import { createServer } from "node:http";

/** A server to which nobody has given leave to be asked anything. */
export interface Stranger {
  readonly address: string;
  connections(): number;
  stop(): Promise<void>;
}

export async function startStranger(): Promise<Stranger> {
  let count = 0;
  const server = createServer((_request, response) => response.end("{}")).on("connection", () => count++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    address: `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`,
    connections: () => count,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
