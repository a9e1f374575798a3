import { type ErrorCode, RouterError } from "../../core/routerError";
import { isSealed } from "./transport/isSealed";
import type { TransportAnswer } from "./transport/vaultTransport";

/** The error that an unsuccessful answer amounts to. The server's own words are left out: they may repeat the request. */
export function statusError(answer: TransportAnswer, address: string, path: string): RouterError {
  const { status } = answer;
  const [code, what, nextStep] = meaningOf(status, isSealed(answer));
  return new RouterError(code, `${address} ${what} (status ${status}, ${path}).`, nextStep);
}

export function isSuccess(answer: TransportAnswer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

function meaningOf(status: number, sealed: boolean): readonly [ErrorCode, string, string] {
  switch (status) {
    case 400:
      return [
        "VAULT_BAD_ANSWER",
        "refused the request as malformed",
        "Check the reference's path and mount.",
      ];
    case 401:
    case 403:
      return [
        "VAULT_FORBIDDEN",
        "lets this token not do that",
        "Ask for a policy that allows it; secret-router doctor shows what the token may do.",
      ];
    case 404:
      return ["SECRET_MISSING", "has nothing there", "Check the reference's path and mount."];
    case 405:
      return ["VAULT_BAD_ANSWER", "does not offer that there", "Check that the mount is a KV engine."];
    case 412:
      return ["VAULT_STANDBY", "has not yet seen its own last write", "Try again in a moment."];
    case 429:
      return ["VAULT_RATE_LIMITED", "asks for fewer requests", "Wait, or ask for a larger quota."];
    case 472:
    case 473:
      return ["VAULT_STANDBY", "is a standby that does not serve this", "Use the active node's address."];
    case 501:
      return ["VAULT_NOT_INITIALISED", "is not initialised", "Run bao operator init or vault operator init."];
    default:
      if (sealed)
        return ["VAULT_SEALED", "is sealed", "Unseal it; meanwhile the last good values stay in use."];
      return status >= 500
        ? [
            "VAULT_SERVER_ERROR",
            "failed",
            "Look at the server's log; meanwhile the last good values stay in use.",
          ]
        : ["VAULT_BAD_ANSWER", "gave an answer that no Vault gives", "Check that the address is a Vault's."];
  }
}
