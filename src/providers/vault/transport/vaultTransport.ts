import type { JsonObject } from "../vaultJson";

/** One request, with everything decided: the transport adds only what every request to a Vault bears. */
export interface TransportRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Answers are taken as they are: `sys/health` tells its news by status codes that are errors elsewhere. */
  readonly raw?: boolean;
}

export interface TransportAnswer {
  readonly status: number;
  /** Absent for an empty body. */
  readonly body?: JsonObject;
}

export interface VaultTransport {
  /** @throws RouterError; a status that is not a success is an answer, not an error. */
  send(request: TransportRequest): Promise<TransportAnswer>;
  close(): void;
}
