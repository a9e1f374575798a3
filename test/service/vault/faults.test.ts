import { createRequire } from "node:module";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../../src/core/provider";
import { parseReference } from "../../../src/core/reference";
import { type ErrorCode, RouterError } from "../../../src/core/routerError";
import { SecretValue } from "../../../src/core/secretValue";
import { createVaultProvider, type VaultProvider } from "../../../src/providers/vault/createVaultProvider";
import type { VaultAuth } from "../../../src/providers/vault/vaultConnection";
import { encodedForms, everyPrintedForm } from "../../support/everyPrintedForm";
import type { Fault } from "../../support/vault/faults";
import { healthyLogin, healthyRead } from "../../support/vault/healthyAnswers";
import { type FaultServer, startFaultServer } from "../../support/vault/startFaultServer";

const token = "made-up-token-7c1e9b52";
const password = "made-up-pass&word=/+5d20";
const secretId = "made-up-secret-id-e81f";
const reference = parseReference("vault:secret/app#api_key");
const timeouts = { connectMs: 400, headersMs: 400, bodyMs: 400, totalMs: 900 };
const slackMs = 600;
const never = new AbortController().signal;

const auths: Readonly<Record<string, VaultAuth>> = {
  token: { method: "token", token: new SecretValue(token) },
  userpass: { method: "userpass", username: "made-up-user", password: new SecretValue(password) },
  approle: { method: "approle", roleId: "made-up-role", secretId: new SecretValue(secretId) },
};

const expectedCodes: Readonly<Partial<Record<Fault, ErrorCode>>> = {
  hangBeforeHeaders: "VAULT_TIMEOUT",
  hangAfterHeaders: "VAULT_TIMEOUT",
  drip: "VAULT_TIMEOUT",
  reset: "VAULT_UNREACHABLE",
  resetMidBody: "VAULT_UNREACHABLE",
  notHttp: "VAULT_BAD_ANSWER",
  outdated412: "VAULT_STANDBY",
  rateLimited429: "VAULT_RATE_LIMITED",
  rateLimitedLong429: "VAULT_RATE_LIMITED",
  drSecondary472: "VAULT_STANDBY",
  performanceStandby473: "VAULT_STANDBY",
  failed500: "VAULT_SERVER_ERROR",
  notInitialised501: "VAULT_NOT_INITIALISED",
  badGateway502: "VAULT_SERVER_ERROR",
  sealed503: "VAULT_SEALED",
  overloaded503: "VAULT_SERVER_ERROR",
  redirectOtherOrigin: "VAULT_REDIRECT",
  redirectOtherOrigin302: "VAULT_REDIRECT",
  redirectSchemeRelative: "VAULT_REDIRECT",
  redirectFile: "VAULT_REDIRECT",
  redirectData: "VAULT_REDIRECT",
  redirectNowhere: "VAULT_REDIRECT",
  redirectSameOrigin: "VAULT_REDIRECT",
  html200: "VAULT_BAD_ANSWER",
  jsonText200: "VAULT_BAD_ANSWER",
  jsonArray200: "VAULT_BAD_ANSWER",
  wrongShape200: "VAULT_BAD_ANSWER",
  empty200: "VAULT_BAD_ANSWER",
  truncatedJson: "VAULT_BAD_ANSWER",
  gigabyte: "VAULT_ANSWER_TOO_LARGE",
  announcedGigabyte: "VAULT_ANSWER_TOO_LARGE",
  gzipBomb: "VAULT_ANSWER_TOO_LARGE",
  brokenGzip: "VAULT_BAD_ANSWER",
  unknownEncoding: "VAULT_BAD_ANSWER",
};
const failing = Object.entries(expectedCodes) as readonly [Fault, ErrorCode][];

describe("a server that misbehaves", () => {
  let server: FaultServer;
  let other: FaultServer;
  const open: VaultProvider[] = [];

  beforeAll(async () => {
    other = await startFaultServer();
    server = await startFaultServer({ otherOrigin: other.address });
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((provider) => provider.close()));
    server.forget();
    other.forget();
    server.behave("healthy");
  });

  afterAll(async () => {
    await server.stop();
    await other.stop();
  });

  describe.each(Object.keys(auths))("with %s", (method) => {
    it.each(failing)("meets %s with %s, in time and without a secret", async (fault, code) => {
      server.behave(fault);
      const provider = provide(auths[method]);
      const startedAt = performance.now();
      const outcome = await read(provider);
      expect(performance.now() - startedAt).toBeLessThan(timeouts.totalMs + slackMs);
      expect(codeOf(outcome)).toBe(code);
      expectNoSecret([outcome, provider]);
      expect(other.requests).toEqual([]);
    });
  });

  it.each(failing)("reports %s in its health as %s", async (fault, code) => {
    server.behave(fault);
    const health = await provide().health(never);
    expect(health.ok).toBe(false);
    // A standby has the status that a rate limit has elsewhere, and sys/health is asked once, whatever comes.
    const known: Partial<Record<Fault, ErrorCode>> = {
      // A performance standby serves reads: what fails here is the lookup that follows.
      performanceStandby473: "VAULT_STANDBY",
    };
    expect(health.error?.code).toBe(known[fault] ?? code);
    expectNoSecret([health]);
  });

  it("treats a standby as healthy, with a warning", async () => {
    server.behaveOnce("standbyHealth429");
    const health = await provide().health(never);
    expect(health.ok).toBe(true);
    expect(health.warnings.map((warning) => warning.code)).toEqual(["VAULT_STANDBY"]);
  });

  it.each(["prototypeKeys", "duplicateKeys"] as const)("reads %s without harm", async (fault) => {
    server.behave(fault);
    const outcome = await read(provide());
    const expected = { prototypeKeys: "made-up-proto", duplicateKeys: "made-up-last" }[fault];
    expect(outcome.status === "found" && outcome.value.reveal()).toBe(expected);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("takes the key __proto__ for a field like any other", async () => {
    server.behave("prototypeKeys");
    const outcome = await read(provide(), parseReference("vault:secret/app#__proto__"));
    expect(outcome.status === "found" && outcome.value.reveal()).toBe('{"polluted":"yes"}');
  });

  it.each(["gigabyte", "gzipBomb"] as const)("cuts %s off within a few megabytes", async (fault) => {
    server.behave(fault);
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 2);
    await read(provide());
    clearInterval(timer);
    // The server shares this process: its kernel buffers and what it had prepared count as well.
    expect(server.bytesSent()).toBeLessThan(32 * 1024 * 1024);
    expect(peak - before).toBeLessThan(96 * 1024 * 1024);
  });

  it("follows one redirect within the same origin", async () => {
    const health = { data: { path: "secret/", type: "kv", options: { version: "2" } } };
    server.behaveOnce("redirectSameOrigin", (_request, response) => {
      response.writeHead(200).end(JSON.stringify(health));
    });
    expect((await read(provide())).status).toBe("found");
    expect(server.requests.map(({ url }) => url).slice(0, 2)).toEqual([
      "/v1/sys/internal/ui/mounts/secret/app",
      "/v1/sys/internal/ui/mounts/secret/app?moved=1",
    ]);
  });

  it.each([
    ["outdated412", 3],
    ["failed500", 3],
    ["badGateway502", 3],
    ["notInitialised501", 1],
    ["sealed503", 1],
    ["html200", 1],
    ["rateLimitedLong429", 1],
  ] as const)("asks %s again, %i times in all", async (fault, times) => {
    server.behave(fault);
    await read(provide());
    expect(server.requests.length).toBe(times);
  });

  it.each([["outdated412", "outdated412"], ["failed500", "overloaded503"], ["reset"]] as const)(
    "recovers from %s",
    async (...once: Fault[]) => {
      server.behaveOnce(...once);
      expect((await read(provide())).status).toBe("found");
    },
  );

  it("gives up after a second reset in a row", async () => {
    server.behaveOnce("reset", "reset");
    expect(codeOf(await read(provide()))).toBe("VAULT_UNREACHABLE");
  });

  it("waits as long as Retry-After says, within its deadline", async () => {
    server.behaveOnce("rateLimited429");
    const startedAt = performance.now();
    const provider = provide(auths["token"], { ...timeouts, totalMs: 3000 });
    expect((await read(provider)).status).toBe("found");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(995);
  });

  it("ends as soon as the caller gives up, also while it waits to ask again", async () => {
    server.behave("rateLimited429");
    const provider = provide(auths["token"], { ...timeouts, totalMs: 20_000 });
    const giveUp = AbortSignal.timeout(100);
    const startedAt = performance.now();
    const outcomes = await provider.resolve([reference], giveUp);
    expect(performance.now() - startedAt).toBeLessThan(900);
    expect([...outcomes.values()].map(codeOf)).toEqual(["ABORTED"]);
  });

  it("keeps its deadline for requests that still wait for a connection", async () => {
    server.behave("hangBeforeHeaders");
    const provider = provide(auths["token"], { ...timeouts, connectMs: 700, headersMs: 700 });
    const many = Array.from({ length: 40 }, (_, index) => parseReference(`vault:mount${index}/app#api_key`));
    const startedAt = performance.now();
    const answers = await Promise.all(many.map((one) => provider.resolve([one], never)));
    expect(performance.now() - startedAt).toBeLessThan(timeouts.totalMs + slackMs);
    expect(new Set(answers.flatMap((answer) => [...answer.values()].map(codeOf)))).toEqual(
      new Set(["VAULT_TIMEOUT"]),
    );
    const giveUp = AbortSignal.timeout(50);
    const again = performance.now();
    const aborted = await Promise.all(many.map((one) => provider.resolve([one], giveUp)));
    expect(performance.now() - again).toBeLessThan(500);
    expect(new Set(aborted.flatMap((answer) => [...answer.values()].map(codeOf)))).toEqual(
      new Set(["ABORTED"]),
    );
  });

  it("ends what is under way when it is closed", async () => {
    server.behave("hangBeforeHeaders");
    const provider = provide(auths["token"], { ...timeouts, headersMs: 20_000, totalMs: 20_000 });
    const pending = read(provider);
    await provider.close();
    expect(codeOf(await pending)).toBe("ABORTED");
  });

  it("sends a password once, however many references need the login", async () => {
    const many = Array.from({ length: 20 }, (_, index) => parseReference(`vault:secret/app${index}#api_key`));
    await provide(auths["userpass"]).resolve(many, never);
    expect(server.requests.filter(({ url }) => url.includes("/login")).length).toBe(1);
  });

  it("does not try a refused password again", async () => {
    server.behave((_request, response) => {
      response.writeHead(400).end('{"errors":["invalid username or password"]}');
    });
    const provider = provide(auths["userpass"]);
    const codes = [codeOf(await read(provider)), codeOf(await read(provider)), codeOf(await read(provider))];
    expect(codes).toEqual(Array(3).fill("VAULT_LOGIN_FAILED"));
    expect(server.requests.length).toBe(1);
  });

  it("asks a server that forbids everything only so often whether it still knows the token", async () => {
    server.behave("forbidden403");
    const provider = provide();
    const many = Array.from({ length: 30 }, (_, index) => parseReference(`vault:secret/app${index}#api_key`));
    const outcomes = await provider.resolve(many, never);
    expect(new Set([...outcomes.values()].map(codeOf))).toEqual(new Set(["VAULT_TOKEN_EXPIRED"]));
    expect(server.requests.filter(({ url }) => url.includes("lookup-self")).length).toBe(1);
  });

  it("makes one new token, not one after another, when each gets a 403", async () => {
    server.behave((request, response) => {
      if (request.url.includes("/login")) healthyLogin(response);
      else response.writeHead(403).end('{"errors":["permission denied"]}');
    });
    const provider = provide(auths["approle"]);
    for (let round = 0; round < 5; round++) expect(codeOf(await read(provider))).toBe("VAULT_FORBIDDEN");
    expect(server.requests.filter(({ url }) => url.includes("/login")).length).toBe(1);
  });

  it("reads what a token may read that may neither look itself up nor ask for mounts", async () => {
    server.behave((request, response) => {
      if (request.url.startsWith("/v1/secret/data/")) healthyRead(request.url, response);
      else response.writeHead(403).end('{"errors":["permission denied"]}');
    });
    expect((await read(provide())).status).toBe("found");
  });

  it("reads many fields of one path by one request", async () => {
    const fields = Array.from({ length: 10 }, (_, index) =>
      parseReference(`vault:secret/app#field_${index}`),
    );
    await provide().resolve([...fields, reference], never);
    expect(server.requests.filter(({ url }) => url.includes("/data/")).length).toBe(1);
  });

  it("asks once for the mount that many paths share, and keeps eight requests under way at most", async () => {
    let now = 0;
    let most = 0;
    server.behave((request, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        healthyRead(request.url, response);
      }, 20);
    });
    const many = Array.from({ length: 40 }, (_, index) => parseReference(`vault:secret/app${index}#api_key`));
    const outcomes = await provide().resolve(many, never);
    expect([...outcomes.values()].every(({ status }) => status === "found")).toBe(true);
    expect(server.requests.filter(({ url }) => url.includes("/ui/mounts/")).length).toBe(1);
    expect(most).toBe(8);
  });

  it("sends the headers that a Vault wants, and a namespace to all but sys/health", async () => {
    const { address } = server;
    const provider = createVaultProvider({ address, namespace: "team/a", auth: tokenAuth() });
    open.push(provider);
    await provider.resolve([reference], never);
    await provider.health(never);
    const namespaces = server.requests.map(({ url, headers }) => [url, headers["x-vault-namespace"]]);
    expect(namespaces).toContainEqual(["/v1/secret/data/app", "team/a"]);
    expect(namespaces).toContainEqual(["/v1/sys/health", undefined]);
    expect(server.requests.every(({ headers }) => headers["x-vault-request"] === "true")).toBe(true);
    const health = server.requests.find(({ url }) => url === "/v1/sys/health");
    expect(health?.headers["x-vault-token"]).toBeUndefined();
  });

  it("takes nothing from the variables that node-vault would read", async () => {
    const variables = {
      VAULT_ADDR: other.address,
      VAULT_TOKEN: "made-up-environment-token",
      VAULT_NAMESPACE: "made-up-namespace",
      VAULT_PREFIX: "/made-up-prefix",
      http_proxy: other.address,
    };
    const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
    Object.assign(process.env, variables);
    try {
      expect((await read(provide(auths["userpass"]))).status).toBe("found");
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
    expect(other.requests).toEqual([]);
    expect(JSON.stringify(server.requests)).not.toMatch(/made-up-(environment|namespace|prefix)/);
    const login = server.requests.find(({ url }) => url.includes("/login"));
    expect(login?.headers["x-vault-token"]).toBeUndefined();
  });

  it("says nothing to anybody, even when node-vault's debugging is on", async () => {
    // The very copy of `debug` that node-vault uses, switched on as DEBUG=* would.
    const debug = createRequire(createRequire(import.meta.url).resolve("node-vault"))("debug");
    const written: string[] = [];
    const originals = [process.stdout.write, process.stderr.write] as const;
    const record = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
    process.stdout.write = record as typeof process.stdout.write;
    process.stderr.write = record as typeof process.stderr.write;
    debug.enable("*");
    try {
      for (const fault of ["healthy", "html200", "reset", "redirectOtherOrigin"] as const) {
        server.behave(fault);
        await read(provide(auths["userpass"]));
      }
    } finally {
      [process.stdout.write, process.stderr.write] = originals;
      debug.disable();
    }
    expect(written.join("")).toBe("");
  });

  it("cannot be reached where nothing listens", async () => {
    const gone = await startFaultServer();
    await gone.stop();
    const provider = createVaultProvider({ address: gone.address, auth: tokenAuth(), timeouts });
    const outcome = await read(provider);
    expect(codeOf(outcome)).toBe("VAULT_UNREACHABLE");
    expect(outcome.status === "error" && outcome.error.message).toContain("ECONNREFUSED");
    await provider.close();
  });

  function provide(auth = tokenAuth(), limits = timeouts): VaultProvider {
    const provider = createVaultProvider({ address: server.address, auth, timeouts: limits });
    open.push(provider);
    return provider;
  }
});

function tokenAuth(): VaultAuth {
  return { method: "token", token: new SecretValue(token) };
}

async function read(provider: VaultProvider, wanted = reference): Promise<Outcome> {
  const [outcome] = [...(await provider.resolve([wanted], never)).values()];
  if (outcome === undefined) throw new Error("There is no outcome.");
  return outcome;
}

function codeOf(outcome: Outcome): string {
  return outcome.status === "error" ? outcome.error.code : outcome.status;
}

function expectNoSecret(things: readonly unknown[]): void {
  const errors = things.flatMap((thing) => {
    const error = (thing as { error?: unknown }).error;
    return RouterError.is(error) ? [error] : [];
  });
  const printed = [...things, ...errors].map(everyPrintedForm).join("\n");
  for (const secret of [token, password, secretId, "made-up-login-token"]) {
    for (const form of encodedForms(secret)) expect(printed).not.toContain(form);
  }
}
