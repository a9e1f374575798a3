import type { Agent } from "node:http";
import { RouterError } from "../../../core/routerError";
import { checkPlainHttp, parseVaultAddress } from "../vaultAddress";
import { defaultTimeouts, type VaultConnection } from "../vaultConnection";
import { parseJsonObject } from "../vaultJson";
import { createAgent } from "./createAgent";
import { type Deadline, pause, startDeadline } from "./deadline";
import { type Exchange, exchange, wasReused } from "./exchange";
import { isSealed } from "./isSealed";
import { isRedirect, redirectTarget } from "./redirectTarget";
import { retryDelay } from "./retryDelay";
import {
  abortedError,
  badAnswer,
  isReset,
  networkError,
  redirectError,
  timeoutError,
} from "./transportErrors";
import type { TransportAnswer, TransportRequest, VaultTransport } from "./vaultTransport";

/**
 * The only code that talks to a Vault. node-vault's own transport follows redirects with the token, knows no deadline and
 * no limit of size, and puts the token into its errors.
 *
 * @throws RouterError VAULT_ADDRESS_INVALID
 */
export function createTransport(connection: VaultConnection): VaultTransport {
  const address = parseVaultAddress(connection.address);
  checkPlainHttp(address, connection.plainHttpAllowed === true);
  const timeouts = { ...defaultTimeouts, ...connection.timeouts };
  const maxRetries = connection.maxRetries ?? 2;
  const closed = new AbortController();
  let agent: Promise<Agent> | undefined;

  return {
    async send(request) {
      if (request.url.origin !== address.origin) throw redirectError(address, request.url.origin);
      const deadline = startDeadline([request.signal, closed.signal], timeouts.totalMs);
      try {
        return await repeat({ ...request, signal: deadline.signal }, deadline);
      } catch (error) {
        throw explained(error, request.url, deadline);
      } finally {
        deadline.release();
      }
    },
    close() {
      closed.abort();
      agent?.then(
        (open) => open.destroy(),
        () => {},
      );
    },
  };

  async function repeat(request: TransportRequest, deadline: Deadline): Promise<TransportAnswer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await followed(request);
      const parsed = parseAnswer(answer, request);
      if (request.raw) return parsed;
      const sealed = isSealed(parsed);
      const delayMs = retryDelay({ ...answer, sealed }, attempt, maxRetries, Math.random(), Date.now());
      // A wait that ends past the deadline is a wait for nothing.
      if (delayMs === undefined || performance.now() + delayMs >= deadline.endsAt) return parsed;
      await pause(delayMs, request.signal);
    }
  }

  async function followed(request: TransportRequest): Promise<Exchange> {
    const answer = await resetOnce(request);
    if (!isRedirect(answer.status)) return answer;
    const url = redirectTarget(request.url, answer.status, answer.location, request.method);
    const second = await resetOnce({ ...request, url });
    if (isRedirect(second.status)) throw redirectError(request.url, "one address after another");
    return second;
  }

  async function resetOnce(request: TransportRequest): Promise<Exchange> {
    const open = await openAgent();
    try {
      return await exchange(request, open, timeouts);
    } catch (error) {
      // What may have changed something is repeated only if it cannot have arrived.
      if (!isReset(error) || (request.method !== "GET" && !wasReused(error))) throw error;
      return exchange(request, open, timeouts);
    }
  }

  function openAgent(): Promise<Agent> {
    agent ??= createAgent(connection).catch((error) => {
      // A certificate file may be put right while the program runs.
      agent = undefined;
      throw error;
    });
    return agent;
  }

  function explained(error: unknown, url: URL, deadline: Deadline): RouterError {
    if (deadline.hasExpired()) return timeoutError(url, "answer in full", timeouts.totalMs);
    if (deadline.signal.aborted) return abortedError();
    return RouterError.is(error) ? error : networkError(error, url);
  }
}

/** Success must be a JSON object or nothing; an error may come from a proxy in any dress. */
function parseAnswer(answer: Exchange, request: TransportRequest): TransportAnswer {
  const { status, text } = answer;
  if (text === "") return { status };
  const body = parseJsonObject(text);
  if (body === undefined && status >= 200 && status < 300) {
    throw badAnswer(request.url, `status ${status} with something that is not a JSON object`);
  }
  return body === undefined ? { status } : { status, body };
}
