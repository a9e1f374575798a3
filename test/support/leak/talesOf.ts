import type { ErrorCode } from "../../../src/core/routerError";
import { faults } from "../vault/faults";
import type { FaultHandler } from "../vault/startFaultServer";

/** Answers that say secrets in the least fitting places, each with the error that it amounts to: its words must reach nobody. */
export function talesOf(
  token: string,
  secrets: readonly string[],
): Readonly<Record<string, readonly [FaultHandler, ErrorCode]>> {
  const all = secrets.join(" ");
  const sentences = JSON.stringify({ errors: [all], warnings: [all], request_id: token });
  return {
    "403 with every secret in its errors": [telling(403, sentences), "VAULT_FORBIDDEN"],
    "400 with every secret in its errors": [telling(400, sentences), "VAULT_BAD_ANSWER"],
    "500 with every secret in its errors": [telling(500, sentences), "VAULT_SERVER_ERROR"],
    "a page that shows the secrets": [telling(200, `<html>${all}</html>`), "VAULT_BAD_ANSWER"],
    "JSON that is cut within a secret": [telling(200, sentences.slice(0, -40)), "VAULT_BAD_ANSWER"],
    "JSON that begins with a secret": [telling(200, `${all}{`), "VAULT_BAD_ANSWER"],
    "a secret where an object belongs": [
      telling(200, JSON.stringify({ data: { data: all, metadata: all } })),
      "VAULT_BAD_ANSWER",
    ],
    "a secret as content encoding": [telling(200, "{}", { "content-encoding": token }), "VAULT_BAD_ANSWER"],
    "a redirect with the token in its query": [
      telling(307, "", { location: `http://127.0.0.1:1/?token=${token}` }),
      "VAULT_REDIRECT",
    ],
    "a redirect with the token as its user": [
      telling(307, "", { location: `http://${token}@127.0.0.1:1/` }),
      "VAULT_REDIRECT",
    ],
    "a redirect with the token as its path": [
      telling(307, "", { location: `http://127.0.0.1:1/${token}` }),
      "VAULT_REDIRECT",
    ],
    "a redirect with the token as its scheme": [
      telling(307, "", { location: `${token.replace(/[^a-z0-9]/g, "")}:x` }),
      "VAULT_REDIRECT",
    ],
  };
}

/** Healthy but for what is read. */
function telling(status: number, body: string, headers: Record<string, string> = {}): FaultHandler {
  return (request, response, server) => {
    if (!request.url.includes("/data/")) return faults.healthy(request, response, server);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  };
}
