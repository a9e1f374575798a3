import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { RouterError } from "../../../core/routerError";
import type { VaultTimeouts } from "../vaultConnection";
import { readBody } from "./readBody";
import { timeoutError } from "./transportErrors";
import type { TransportRequest } from "./vaultTransport";

export interface Exchange {
  readonly status: number;
  readonly text: string;
  readonly location?: string;
  readonly retryAfter?: string;
}

/**
 * One request and its answer, with a time limit for each phase. Rejects with a RouterError for what it found itself,
 * else with the network's own error, which must not leave the transport.
 */
export async function exchange(
  request: TransportRequest,
  agent: Agent,
  timeouts: VaultTimeouts,
): Promise<Exchange> {
  const { url, method, headers, body, signal } = request;
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const options = { method, agent, signal, headers: { ...headers, ...lengthOf(body) } };
  const outgoing = send(url, options);
  const phases = watchPhases(outgoing, url, timeouts);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.on("response", resolve);
      outgoing.on("error", (error) => reject(outgoing.reusedSocket ? markReused(error) : error));
      outgoing.end(body);
    });
    phases.enter("send its body", timeouts.bodyMs);
    // Destroying the request after its head has come rejects nothing by itself, so the phase's verdict races the body.
    const text = await Promise.race([readBody(response, url), phases.failed]);
    const { location, "retry-after": retryAfter } = response.headers;
    return {
      status: response.statusCode ?? 0,
      text,
      ...(location === undefined ? {} : { location }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  } catch (error) {
    outgoing.destroy();
    throw phases.verdict() ?? error;
  } finally {
    phases.leave();
  }
}

interface Phases {
  readonly failed: Promise<never>;
  enter(phase: string, limitMs: number): void;
  verdict(): RouterError | undefined;
  leave(): void;
}

function watchPhases(outgoing: ClientRequest, url: URL, timeouts: VaultTimeouts): Phases {
  let timer: NodeJS.Timeout | undefined;
  let verdict: RouterError | undefined;
  let fail: (error: RouterError) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  enter("accept a connection", timeouts.connectMs);
  outgoing.on("socket", (socket) => {
    const connected = () => enter("answer", timeouts.headersMs);
    if (!socket.connecting) connected();
    else socket.once(url.protocol === "https:" ? "secureConnect" : "connect", connected);
  });
  return {
    failed,
    enter,
    verdict: () => verdict,
    leave: () => clearTimeout(timer),
  };

  function enter(phase: string, limitMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      verdict = timeoutError(url, phase, limitMs);
      fail(verdict);
      outgoing.destroy(verdict);
    }, limitMs);
  }
}

const reused = Symbol("reused");

/** A kept-alive connection that the server had just closed: the request never reached it, whatever its method. */
export function wasReused(error: unknown): boolean {
  return typeof error === "object" && error !== null && reused in error;
}

function markReused(error: Error): Error {
  return RouterError.is(error) ? error : Object.assign(error, { [reused]: true });
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
}
