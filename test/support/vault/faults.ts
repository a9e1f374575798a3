import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { FaultHandler } from "./startFaultServer";

export type Fault = keyof typeof faults;

const megabyte = Buffer.alloc(1024 * 1024, 0x61);
// Ten zero megabytes are ten kilobytes on the wire, and gzip members may simply follow one another.
const bombPart = gzipSync(Buffer.alloc(10 * 1024 * 1024));

const healthy: FaultHandler = (request, response) => {
  const { url } = request;
  if (url.startsWith("/v1/sys/internal/ui/mounts/")) {
    return json(response, 200, { data: { path: "secret/", type: "kv", options: { version: "2" } } });
  }
  if (url.startsWith("/v1/sys/health")) return json(response, 200, { initialized: true, sealed: false });
  if (url.startsWith("/v1/auth/token/lookup-self")) {
    return json(response, 200, { data: { ttl: 3600, renewable: true, policies: ["default"] } });
  }
  if (url.includes("/login")) {
    return json(response, 200, {
      auth: { client_token: "made-up-login-token", lease_duration: 3600, renewable: true, policies: [] },
    });
  }
  json(response, 200, { data: { data: { api_key: "made-up-healthy" }, metadata: { version: 1 } } });
};

/** Every way to misbehave. Each answers one request; `healthy` is a version 2 KV engine with one secret everywhere. */
export const faults = {
  healthy,
  hangBeforeHeaders: () => {},
  hangAfterHeaders: (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"data":');
  },
  drip: (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 50);
    response.on("close", () => clearInterval(timer));
  },
  reset: (_request, response) => {
    // SO_LINGER with zero, which is a RST and not an orderly end.
    response.socket?.resetAndDestroy();
  },
  resetMidBody: (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"data":{"data"', () => response.socket?.resetAndDestroy());
  },
  notHttp: (_request, response) => {
    response.socket?.end("SSH-2.0-made-up\r\n");
  },
  outdated412: status(412),
  forbidden403: status(403),
  rateLimited429: (_request, response) => {
    json(response, 429, { errors: ["request rejected"] }, { "retry-after": "1" });
  },
  rateLimitedLong429: (_request, response) => {
    json(response, 429, { errors: ["request rejected"] }, { "retry-after": "3600" });
  },
  standbyHealth429: (_request, response) =>
    json(response, 429, { initialized: true, sealed: false, standby: true }),
  drSecondary472: status(472),
  performanceStandby473: status(473),
  failed500: status(500),
  notInitialised501: status(501),
  badGateway502: (_request, response) => {
    response.writeHead(502, { "content-type": "text/html" }).end("<html>Bad gateway</html>");
  },
  sealed503: (_request, response) => {
    json(response, 503, { errors: ["Vault is sealed"], initialized: true, sealed: true });
  },
  overloaded503: status(503),
  redirectOtherOrigin: (request, response, { otherOrigin }) =>
    redirect(response, 307, `${otherOrigin}${request.url}`),
  redirectOtherOrigin302: (request, response, { otherOrigin }) =>
    redirect(response, 302, `${otherOrigin}${request.url}`),
  redirectSchemeRelative: (request, response, { otherOrigin }) =>
    redirect(response, 308, `${otherOrigin.replace(/^https?:/, "")}${request.url}`),
  redirectFile: (_request, response) => redirect(response, 307, "file:///etc/passwd"),
  redirectData: (_request, response) => redirect(response, 301, "data:application/json,{}"),
  redirectNowhere: (_request, response) => void response.writeHead(307).end(),
  redirectSameOrigin: (request, response) => {
    redirect(
      response,
      307,
      request.url.includes("moved") ? `${request.url}-again` : `${request.url}?moved=1`,
    );
  },
  html200: (_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<html>Please log in to the network</html>");
  },
  jsonText200: (_request, response) => void response.writeHead(200).end('"a string"'),
  jsonArray200: (_request, response) => void response.writeHead(200).end("[1,2]"),
  wrongShape200: (_request, response) => json(response, 200, { data: { data: "no object", metadata: 7 } }),
  empty200: (_request, response) => void response.writeHead(200).end(),
  truncatedJson: (_request, response) =>
    void response.writeHead(200).end('{"data":{"data":{"api_key":"made-up'),
  gigabyte: (_request, response, server) => {
    response.writeHead(200, { "content-type": "application/json" });
    stream(response, megabyte, 1024, server.count);
  },
  announcedGigabyte: (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": String(1024 ** 3) });
    response.write("{");
  },
  gzipBomb: (_request, response, server) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    stream(response, bombPart, 1024, server.count);
  },
  brokenGzip: (_request, response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end("this is not gzip");
  },
  unknownEncoding: (_request, response) => {
    response.writeHead(200, { "content-encoding": "made-up" }).end("{}");
  },
  prototypeKeys: (request, response, server) => {
    if (!request.url.includes("/data/")) return healthy(request, response, server);
    const polluting = '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}';
    const data = `${polluting},"api_key":"made-up-proto"}`;
    response.writeHead(200).end(`{"__proto__":{"data":1},"data":{"data":${data},"metadata":{"version":1}}}`);
  },
  duplicateKeys: (request, response, server) => {
    if (!request.url.includes("/data/")) return healthy(request, response, server);
    const data = '{"api_key":"made-up-first","api_key":"made-up-last"}';
    response.writeHead(200).end(`{"data":{"data":${data},"metadata":{"version":1}}}`);
  },
} as const satisfies Readonly<Record<string, FaultHandler>>;

function status(code: number): FaultHandler {
  return (_request, response) => json(response, code, { errors: [`made-up ${code}`] });
}

function json(
  response: ServerResponse,
  code: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(code, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

function redirect(response: ServerResponse, code: number, location: string): void {
  response.writeHead(code, { location }).end();
}

/** Writes the part again and again, no faster than the other side takes it. */
function stream(response: ServerResponse, part: Buffer, times: number, count: (bytes: number) => void): void {
  let left = times;
  const more = () => {
    while (left-- > 0 && !response.destroyed) {
      count(part.length);
      if (!response.write(part)) {
        response.once("drain", more);
        return;
      }
    }
    response.end();
  };
  more();
}
