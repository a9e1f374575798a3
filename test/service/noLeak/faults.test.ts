import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../../src/core/routerError";
import { type LeakHome, makeLeakHome } from "../../support/leak/leakHome";
import { core, makeUpSecrets } from "../../support/leak/madeUpSecrets";
import { talesOf } from "../../support/leak/talesOf";
import { until } from "../../support/until";
import type { Fault } from "../../support/vault/faults";
import { type FaultHandler, startFaultServer } from "../../support/vault/startFaultServer";

const secrets = {
  value: makeUpSecrets().quoted,
  url: makeUpSecrets().url,
  environment: `made-up-environment-${core()}`,
  token: `hvs.madeup${core()}`,
  roleId: `made-up-role-${core()}`,
  secretId: `made-up-secret-id-${core()}`,
  password: `made-up pass&word=${core()}`,
};
const credentials = {
  token: { VAULT_TOKEN: secrets.token },
  approle: { VAULT_ROLE_ID: secrets.roleId, VAULT_SECRET_ID: secrets.secretId },
  userpass: { VAULT_USERNAME: "made-up-user", VAULT_PASSWORD: secrets.password },
} as const;

// A vault's own deadline is 5 seconds; the rest is for two programs to start on a busy machine.
const deadlineMs = 12_000;

const tales = talesOf(secrets.token, Object.values(secrets));

const expectedCodes: Readonly<Partial<Record<Fault, ErrorCode>>> = {
  hangBeforeHeaders: "VAULT_TIMEOUT",
  hangAfterHeaders: "VAULT_TIMEOUT",
  drip: "VAULT_TIMEOUT",
  reset: "VAULT_UNREACHABLE",
  resetMidBody: "VAULT_UNREACHABLE",
  notHttp: "VAULT_BAD_ANSWER",
  outdated412: "VAULT_STANDBY",
  forbidden403: "VAULT_TOKEN_EXPIRED",
  rateLimited429: "VAULT_RATE_LIMITED",
  rateLimitedLong429: "VAULT_RATE_LIMITED",
  drSecondary472: "VAULT_STANDBY",
  failed500: "VAULT_SERVER_ERROR",
  notInitialised501: "VAULT_NOT_INITIALISED",
  badGateway502: "VAULT_SERVER_ERROR",
  sealed503: "VAULT_SEALED",
  redirectOtherOrigin: "VAULT_REDIRECT",
  redirectSchemeRelative: "VAULT_REDIRECT",
  redirectFile: "VAULT_REDIRECT",
  redirectSameOrigin: "VAULT_REDIRECT",
  html200: "VAULT_BAD_ANSWER",
  jsonArray200: "VAULT_BAD_ANSWER",
  wrongShape200: "VAULT_BAD_ANSWER",
  empty200: "VAULT_BAD_ANSWER",
  truncatedJson: "VAULT_BAD_ANSWER",
  gigabyte: "VAULT_ANSWER_TOO_LARGE",
  gzipBomb: "VAULT_ANSWER_TOO_LARGE",
  brokenGzip: "VAULT_BAD_ANSWER",
};

const misbehaviours: readonly (readonly [string, Fault | FaultHandler, ErrorCode])[] = [
  ...Object.entries(expectedCodes).map(([fault, code]) => [fault, fault as Fault, code] as const),
  ...Object.entries(tales).map(([what, [handler, code]]) => [what, handler, code] as const),
];

describe.concurrent("a vault that misbehaves", () => {
  test.for(misbehaviours)(
    "%s: one message, the program's own environment and exit code, no leak",
    async ([_, fault, code]) => {
      const server = await startFaultServer();
      const at = makeLeakHome(secrets);
      try {
        server.behave(fault);
        await expectOneMessage(at, { VAULT_ADDR: server.address, ...credentials.token }, code);
        at.finish();
      } finally {
        at.remove();
        await server.stop();
      }
    },
  );

  test.for([
    ["approle", "403 with every secret in its errors"],
    ["userpass", "403 with every secret in its errors"],
    ["approle", "JSON that is cut within a secret"],
    ["userpass", "a redirect with the token as its user"],
  ] as const)("a login by %s that meets %s tells nothing", async ([method, what]) => {
    const server = await startFaultServer();
    const at = makeLeakHome(secrets);
    const [handler] = tales[what] ?? [];
    try {
      // The login itself gets the answer that elsewhere the reads get.
      server.behave((request, response, context) =>
        handler?.({ ...request, url: request.url.replace("/login", "/data/") }, response, context),
      );
      const code = what.startsWith("403") ? "VAULT_LOGIN_FAILED" : undefined;
      await expectOneMessage(at, { VAULT_ADDR: server.address, ...credentials[method] }, code);
      at.finish();
    } finally {
      at.remove();
      await server.stop();
    }
  });
});

describe("a vault that hangs", () => {
  test.each(["hangBeforeHeaders", "hangAfterHeaders", "drip"] as const)(
    "by %s delays no start, no read and no end by more than the promised moment",
    async (fault) => {
      const server = await startFaultServer();
      const at = makeLeakHome(secrets);
      try {
        server.behave(fault);
        at.configure({ mode: "vault", secrets: { APP_TOKEN: "vault:secret/app#api_key" } });
        const env = { VAULT_ADDR: server.address, ...credentials.token, APP_TOKEN: secrets.environment };
        const read =
          "const t = Date.now(); process.env.APP_TOKEN; process.stdout.write(String(Date.now() - t))";
        const node = await at.say(["exec", "--", "node", "-e", read], { env });
        const shell = await at.say(["exec", "--", "sh", "-c", "exit 7"], { env });
        expect({ node: node.code, shell: shell.code }).toEqual({ node: 0, shell: 7 });
        // The first lease and then the name: 300 ms each, and what a busy machine adds.
        expect(Number(node.stdout)).toBeLessThan(1_500);
        // Far below the vault's own deadline of 5 seconds: nobody waited for it.
        expect(Math.max(node.durationMs, shell.durationMs)).toBeLessThan(4_000);
        at.finish();
      } finally {
        at.remove();
        await server.stop();
      }
    },
  );
});

/** @param code any, where it is left out. */
async function expectOneMessage(
  at: LeakHome,
  vault: Readonly<Record<string, string>>,
  code: ErrorCode | undefined,
): Promise<void> {
  const env = { ...vault, APP_TOKEN: secrets.environment, EXPECTED: secrets.environment };
  at.configure({ mode: "vault", secrets: { APP_TOKEN: "vault:secret/app#api_key" } });
  const startedAt = performance.now();
  const running = await at.startProgram({ env });
  await until(() => /\[[A-Z_]+\]\n {2}\S.*\n/.test(running.stderr()), {
    what: "the message",
    timeoutMs: deadlineMs,
  });
  expect(performance.now() - startedAt).toBeLessThan(deadlineMs);
  const { code: exitCode, stderr } = await running.end();
  expect(exitCode).toBe(7);
  expect(stderr.match(/\[[A-Z_]+\]/g)).toEqual([code === undefined ? expect.any(String) : `[${code}]`]);

  const resolved = await at.say(["resolve", "--json"], { env, timeoutMs: deadlineMs });
  expect(resolved.code).toBe(1);
  const { secrets: rows } = JSON.parse(resolved.stdout);
  expect(rows[0].error).toMatchObject({
    code: code ?? expect.any(String),
    nextStep: expect.stringMatching(/\S/),
  });
}
