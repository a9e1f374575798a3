import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { SecretValue } from "../../../../src/core/secretValue";
import { DebugLaunches } from "../../../../src/extension/launches/debugLaunches";
import { directoriesOf } from "../../../../src/platform/directories";
import { changeStorePassphrase } from "../../../../src/providers/local/changeStorePassphrase";
import { storePlacesOf } from "../../../../src/providers/local/storePlaces";
import { hookMs } from "../hookMs";
import { sampleFolder } from "../launch";
import { silentLog } from "../silentLog";
import { env, fromEnvironment } from "../values";

const deadlineMs = 300;
// Between the two looks the editor asks each provider in turn, in another process.
const slackMs = 400;
// Where the editor has no part in it.
const ownSlackMs = 50;
const tries = 10;

describe("the deadline of a launch", () => {
  const file = join(sampleFolder().uri.fsPath, "secret-router.json");
  const original = readFileSync(file, "utf8");
  afterEach(() => writeFileSync(file, original));

  it("holds while a vault accepts and never answers", async () => {
    const { server, connections, port } = await hangingServer();
    const address = `http://127.0.0.1:${port}`;
    Object.assign(process.env, { VAULT_ADDR: address, VAULT_TOKEN: "made-up-token" });
    writeFileSync(
      file,
      `{ "mode": "vault", "vault_url": "${address}", "secrets": { "OPENAI_API_KEY": "vault:secret/x#key" } }`,
    );
    try {
      const { ms, seen } = await hookMs({ env });
      assert.notEqual(seen.handle, null);
      assert.equal(seen.value, fromEnvironment);
      assert.ok(connections.size > 0, "the vault was asked");
      assert.ok(ms < deadlineMs + slackMs, `${ms} ms`);
    } finally {
      for (const name of ["VAULT_ADDR", "VAULT_TOKEN"]) delete process.env[name];
      for (const socket of connections) socket.destroy();
      server.close();
    }
  });

  it("holds while a passphrase is asked for that nobody types", async () => {
    const directories = directoriesOf(process.env);
    const { identity } = storePlacesOf(directories);
    const key = readFileSync(identity);
    await changeStorePassphrase({ directories, next: new SecretValue("made-up-passphrase"), workFactor: 10 });
    // Without names of its own, a launch waits for the store's.
    writeFileSync(file, '{ "mode": "vault" }');
    try {
      const { ms, seen } = await hookMs({ env });
      assert.equal(seen.value, fromEnvironment);
      assert.ok(ms < deadlineMs + slackMs, `${ms} ms`);
    } finally {
      writeFileSync(identity, key, { mode: 0o600 });
    }
  });

  it("gives the launch back as it was when we do not come to an end", async () => {
    const launches = new DebugLaunches({ get: () => new Promise(() => undefined) }, silentLog);
    const configuration = { type: "pwa-node", request: "launch", name: "never", program: "x.js" };
    const tookMs: number[] = [];
    // A machine that is busy may be late now and then, but not each time.
    while (tookMs.length < tries && !tookMs.some((ms) => ms < deadlineMs + ownSlackMs)) {
      const startedAt = performance.now();
      assert.equal(await launches.route(sampleFolder(), configuration), configuration);
      tookMs.push(performance.now() - startedAt);
    }
    assert.ok(Math.min(...tookMs) < deadlineMs + ownSlackMs, `${tookMs} ms`);
    launches.dispose();
  });
});

async function hangingServer(): Promise<{ server: Server; connections: Set<Socket>; port: number }> {
  const connections = new Set<Socket>();
  const server = createServer((socket) => void connections.add(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, connections, port: typeof address === "object" && address !== null ? address.port : 0 };
}
