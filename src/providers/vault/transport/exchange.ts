import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { RouterError } from "../../../core/routerError";
import type { VaultTimeouts } from "../vaultConnection";
import { onAbort } from "./onAbort";
import { readBody } from "./readBody";
import { abortedError, timeoutError } from "./transportErrors";
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
  const { url, method, headers, body } = request;
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const options = { method, agent, headers: { ...headers, ...lengthOf(body) } };
  const outgoing = send(url, options);
  const phases = watchPhases(outgoing, request, timeouts);
  try {
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.on("response", resolve);
      outgoing.on("error", (error) => reject(outgoing.reusedSocket ? markReused(error) : error));
      outgoing.end(body);
    });
    // A request that has no connection yet says nothing when it is destroyed, and one whose head has come says nothing to
    // who waits for its body: so the phases' verdict races both.
    const response = await Promise.race([answered, phases.failed]);
    phases.enter("send its body", timeouts.bodyMs);
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
    throw error;
  } finally {
    phases.leave();
  }
}

interface Phases {
  /** Rejects at the end of a phase's time, and when the caller gives up. */
  readonly failed: Promise<never>;
  enter(phase: string, limitMs: number): void;
  leave(): void;
}

function watchPhases(
  outgoing: ClientRequest,
  { url, signal }: TransportRequest,
  timeouts: VaultTimeouts,
): Phases {
  let timer: NodeJS.Timeout | undefined;
  let fail: (error: RouterError) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const stop = onAbort(signal, () => fail(abortedError()));

  enter("accept a connection", timeouts.connectMs);
  outgoing.on("socket", (socket) => {
    const connected = () => enter("answer", timeouts.headersMs);
    if (!socket.connecting) connected();
    else socket.once(url.protocol === "https:" ? "secureConnect" : "connect", connected);
  });
  return {
    failed,
    enter,
    leave() {
      stop();
      clearTimeout(timer);
    },
  };

  function enter(phase: string, limitMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => fail(timeoutError(url, phase, limitMs)), limitMs);
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
