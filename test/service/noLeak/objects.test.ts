import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createBroker } from "../../../src/broker/createBroker";
import { openAuditLog } from "../../../src/broker/openAuditLog";
import { createSessionDirectory } from "../../../src/broker/sessionDirectory";
import { defaultNameRules } from "../../../src/contract/secretNames";
import { parseConfiguration } from "../../../src/core/parseConfiguration";
import { parseReference } from "../../../src/core/reference";
import { SecretValue } from "../../../src/core/secretValue";
import { directoriesOf } from "../../../src/platform/directories";
import { importEnvFile } from "../../../src/providers/local/importEnvFile";
import { openLocalStore } from "../../../src/providers/local/localStore";
import { createProviders } from "../../../src/providers/registry";
import { vaultLogin } from "../../../src/providers/vault/vaultLogin";
import { everyPrintedForm } from "../../support/everyPrintedForm";
import { LeakHunt } from "../../support/leak/leakHunt";
import { core, makeUpSecrets } from "../../support/leak/madeUpSecrets";
import { talesOf } from "../../support/leak/talesOf";
import { type FaultHandler, type FaultServer, startFaultServer } from "../../support/vault/startFaultServer";

const values = makeUpSecrets();
const token = `hvs.madeup${core()}`;
const password = `made-up pass&word=${core()}`;
const secrets = { ...values, token, password };
const tales = Object.entries(talesOf(token, Object.values(secrets)));
const reference = parseReference("vault:secret/app#api_key");
const never = new AbortController().signal;

let home: string;
let server: FaultServer;
let hunt: LeakHunt;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "secret-router-objects-"));
  server = await startFaultServer();
  hunt = new LeakHunt(secrets);
});
afterEach(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Whatever a log line, a crash report or a debugger would show of it. */
function inspectAll(things: Readonly<Record<string, unknown>>): void {
  for (const [name, thing] of Object.entries(things)) hunt.searchText(name, everyPrintedForm(thing));
}

async function failureOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing failed.");
}

function providers() {
  const directories = directoriesOf({ SECRET_ROUTER_HOME: home });
  const environment = { VAULT_ADDR: server.address, VAULT_TOKEN: token };
  return createProviders({ directories, environment, configuration: { vaultUrl: undefined } });
}

describe("objects that the library hands out hold no secret that prints", () => {
  test.each(tales)("when the vault answers %s", async (_, [handler]) => {
    server.behave(handler);
    const provider = await providers()("vault");
    const logIn: FaultHandler = (request, response, context) =>
      handler({ ...request, url: "/data/" }, response, context);
    inspectAll({
      provider,
      outcomes: await provider.resolve([reference], never),
      health: await provider.health(never),
      store: await Promise.allSettled([provider.store?.(reference, new SecretValue(values.quoted), never)]),
    });
    server.behave(logIn);
    const connection = { address: server.address };
    const userpass = {
      method: "userpass",
      username: "made-up",
      password: new SecretValue(password),
    } as const;
    inspectAll({
      health: await provider.health(never),
      userpass,
      login: await failureOf(() => vaultLogin(connection, userpass, never)),
      lookup: await failureOf(() =>
        vaultLogin(connection, { method: "token", token: new SecretValue(token) }, never),
      ),
    });
    await provider.close();
    expect(hunt.searched).toBe(8);
    expect(hunt.leaks).toEqual([]);
  });

  test("when everything is found", async () => {
    const directories = directoriesOf({ SECRET_ROUTER_HOME: home });
    const store = openLocalStore({ directories });
    for (const [name, value] of Object.entries(values)) await store.set(name, new SecretValue(value));
    const provider = await providers()("local");
    const references = Object.keys(values).map((name) => parseReference(`local:${name}`));
    const outcomes = await provider.resolve(references, never);
    expect([...outcomes.values()].map(({ status }) => status)).toEqual(references.map(() => "found"));

    const session = createSessionDirectory({ directories, environment: {}, command: "made-up" });
    hunt.add({
      sessionKey: session.key().toString("hex"),
      sessionKeyBytes: session.key().toString("base64"),
    });
    const broker = createBroker({
      session,
      directories,
      audit: openAuditLog(directories),
      scope: new Map(references.map((each) => [`${each.path.toUpperCase()}_TOKEN`, each])),
      referenceFor: () => undefined,
      provider: providers(),
      mode: "vault",
      canary: 100,
      unit: "process",
      onMissing: "env",
      onError: "env",
      cacheTtlMs: 60_000,
      errorThreshold: 10,
      killSwitchEnabled: true,
      strict: false,
    });
    broker.start();
    const launch = await broker.ready(10_000);
    expect(launch.known.size).toBe(references.length);
    inspectAll({
      store,
      provider,
      outcomes,
      session,
      broker,
      launch,
      known: launch.known,
      status: broker.status(),
    });
    inspectAll({ list: await provider.list?.(never), health: await provider.health(never) });
    await broker.close();
    await provider.close();
    expect(hunt.leaks).toEqual([]);
  });

  test("when a configuration holds them in wrong places, or is cut within one", async () => {
    const texts = [
      JSON.stringify({
        [values.plain]: 1,
        mode: token,
        secrets: { [token]: "A_TOKEN", A_TOKEN: values.url },
      }),
      JSON.stringify({ secrets: { A_TOKEN: `local:${values.quoted}`, B_TOKEN: `vault:${values.url}` } }),
      JSON.stringify({
        environments: { [values.unicode]: { mood: 1 } },
        servers: { [password]: { secrets: 1 } },
      }),
      `{ "mode": "${values.plain}`,
      values.long,
    ];
    for (const text of texts)
      inspectAll({ configuration: await failureOf(() => parseConfiguration(text, "made-up")) });
    for (const text of Object.values(secrets))
      inspectAll({ reference: await failureOf(() => parseReference(text)) });
    expect(hunt.leaks).toEqual([]);
  });

  test("when an import fails", async () => {
    const directories = directoriesOf({ SECRET_ROUTER_HOME: home });
    const path = join(home, ".env");
    server.behave("failed500");
    const provider = await providers()("vault");
    const request = {
      path,
      rules: defaultNameRules,
      provider,
      referenceFor: () => reference,
      originals: openLocalStore({ directories }),
      delete: true,
      replace: true,
      signal: never,
    };
    for (const text of [`A_TOKEN="${values.plain}"\n`, `A_TOKEN="${values.plain}\n${values.unicode}`]) {
      writeFileSync(path, text);
      inspectAll({ import: await failureOf(() => importEnvFile(request)) });
    }
    await provider.close();
    expect(hunt.leaks).toEqual([]);
  });
});

test("the same inspection finds a secret that an ordinary object holds", () => {
  inspectAll({
    error: Object.assign(new Error("made up"), { config: { headers: { "X-Vault-Token": token } } }),
  });
  expect(hunt.leaks).toContainEqual({ secret: "token", form: "form 0", where: "error" });
});
