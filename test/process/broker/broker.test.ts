import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { liftKillSwitch, throwKillSwitch } from "../../../src/broker/killSwitch";
import { listSessions } from "../../../src/broker/listSessions";
import { openAuditLog } from "../../../src/broker/openAuditLog";
import { requestRefresh } from "../../../src/broker/requestRefresh";
import { switchMode, switchModeOf } from "../../../src/broker/switchMode";
import { tailAudit } from "../../../src/broker/tailAudit";
import { verifyAudit } from "../../../src/broker/verifyAudit";
import { type Directories, directoriesOf } from "../../../src/platform/directories";
import { encodedForms } from "../../support/everyPrintedForm";
import { until } from "../../support/until";
import type { BrokerSetup } from "./brokerCommands";
import { type BrokerProcess, bundleBrokerProgram, readInProcess, startBroker } from "./brokerProcess";

let program: string;
let home: string;
let directories: Directories;
let brokers: BrokerProcess[];

beforeAll(async () => {
  program = await bundleBrokerProgram();
});

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "secret-router-process-"));
  directories = directoriesOf({ SECRET_ROUTER_HOME: home });
  brokers = [];
});

afterEach(async () => {
  for (const { child } of brokers) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }
  rmSync(home, { recursive: true, force: true });
});

const secret = "made-up/Value+7f3a9c&b";

async function start(setup: Partial<BrokerSetup> = {}): Promise<BrokerProcess> {
  const broker = await startBroker(program, home, {
    scope: ["APP_TOKEN"],
    values: { APP_TOKEN: secret, LATE_TOKEN: `${secret}-late` },
    mode: "vault",
    ...setup,
  });
  brokers.push(broker);
  return broker;
}

function request() {
  return { directories, audit: openAuditLog(directories) };
}

function leaseHeader(broker: BrokerProcess) {
  const content = readFileSync(join(broker.directory, "lease"), "latin1");
  return JSON.parse(content.slice(0, content.indexOf("\n")));
}

describe("processes that follow the contract", () => {
  it("get the values in scope and, by asking, a late one", async () => {
    const broker = await start();
    expect(await readInProcess(broker.handle, "APP_TOKEN")).toMatchObject({ status: "ready", value: secret });
    const late = await readInProcess(broker.handle, "LATE_TOKEN");
    expect(late).toMatchObject({ status: "ready", value: `${secret}-late` });
    // The preloader's own patience; the broker takes a few milliseconds.
    expect(late.waitedMs).toBeLessThan(300);
  });

  it("cost one call of the provider when many ask for the same name at once", async () => {
    const broker = await start({ scope: [], delayMs: 1_500 });
    const readings = await Promise.all(
      Array.from({ length: 24 }, () => readInProcess(broker.handle, "LATE_TOKEN")),
    );
    expect(new Set(readings.map(({ value }) => value))).toEqual(new Set([`${secret}-late`]));
    const { status, calls } = await until(
      async () => {
        const answer = await broker.status();
        return answer.status.hits.vault === 24 ? answer : undefined;
      },
      { what: "24 counted reads" },
    );
    expect(calls).toBe(1);
    expect(status.processes).toHaveLength(24);
  });

  it("notice a rotation through a refresh that the user asks for", async () => {
    const broker = await start();
    await readInProcess(broker.handle, "APP_TOKEN");
    broker.tell({ do: "set", name: "APP_TOKEN", value: "made-up-rotated" });
    const [answer] = await requestRefresh({ ...request(), names: ["APP_TOKEN"] });
    expect(answer?.result).toMatchObject({ refreshed: 1, changed: 1, failed: 0 });
    expect(await readInProcess(broker.handle, "APP_TOKEN")).toMatchObject({ value: "made-up-rotated" });
  });
});

describe("the kill switch", () => {
  it("reaches every broker, is seen by processes and is lifted again", async () => {
    const both = [await start(), await start()];
    for (const broker of both) await readInProcess(broker.handle, "APP_TOKEN");
    const startedAt = performance.now();
    const results = await throwKillSwitch({ ...request(), reason: "a test" });
    expect(performance.now() - startedAt).toBeLessThan(300);
    expect(results.map(({ result }) => result)).toEqual(["done", "done"]);
    for (const broker of both) {
      expect(leaseHeader(broker)).toMatchObject({ killed: true });
      expect((await readInProcess(broker.handle, "APP_TOKEN")).value).toBeUndefined();
    }
    expect(listSessions(directories).map(({ status }) => status?.killed?.reason)).toEqual([
      "a test",
      "a test",
    ]);
    const lifted = await liftKillSwitch(request());
    expect(lifted.map(({ result }) => result)).toEqual(["done", "done"]);
    for (const broker of both)
      expect(await readInProcess(broker.handle, "APP_TOKEN")).toMatchObject({ value: secret });
  });

  it("takes the lease of a broker that hangs within 300 ms, and the broker follows when it wakes", async () => {
    const hung = await start();
    const well = await start();
    await readInProcess(hung.handle, "APP_TOKEN");
    hung.child.kill("SIGSTOP");
    const startedAt = performance.now();
    const results = await throwKillSwitch({ ...request(), reason: "a test" });
    expect(performance.now() - startedAt).toBeLessThan(300);
    expect(results.map(({ session, result }) => [session.id, result])).toEqual([
      [hung.id, "forced"],
      [well.id, "done"],
    ]);
    expect(existsSync(join(hung.directory, "lease"))).toBe(false);
    expect(existsSync(join(hung.directory, "killed"))).toBe(true);
    hung.child.kill("SIGCONT");
    await until(() => existsSync(join(hung.directory, "lease")) && leaseHeader(hung).killed, {
      what: "the woken broker's own killed lease",
    });
    await liftKillSwitch(request());
    expect(existsSync(join(hung.directory, "killed"))).toBe(false);
    expect(await readInProcess(hung.handle, "APP_TOKEN")).toMatchObject({ value: secret });
  });

  it("is forgotten by a broker that slept through it and its end", async () => {
    const hung = await start();
    await readInProcess(hung.handle, "APP_TOKEN");
    hung.child.kill("SIGSTOP");
    await throwKillSwitch({ ...request(), reason: "a test" });
    const [lifted] = await liftKillSwitch(request());
    expect(lifted?.result).toBe("unanswered");
    hung.child.kill("SIGCONT");
    await until(() => existsSync(join(hung.directory, "lease")), { what: "a new lease" });
    expect(leaseHeader(hung)).toMatchObject({ killed: false });
    expect(await readInProcess(hung.handle, "APP_TOKEN")).toMatchObject({ value: secret });
  });

  it("does not wait for whoever keeps the control file locked", async () => {
    const broker = await start();
    writeFileSync(join(directories.state, "control.json.lock"), String(process.pid));
    const startedAt = performance.now();
    const results = await throwKillSwitch({ ...request(), reason: "a test" });
    expect(performance.now() - startedAt).toBeLessThan(300);
    expect(results.map(({ result }) => result)).toEqual(["done"]);
    expect(leaseHeader(broker)).toMatchObject({ killed: true });
  });

  it("holds for a session that starts later", async () => {
    await throwKillSwitch({ ...request(), reason: "before it began" });
    const broker = await start();
    expect(leaseHeader(broker)).toMatchObject({ killed: true });
    expect((await broker.status()).calls).toBe(0);
  });
});

describe("the mode", () => {
  it("is switched in every session", async () => {
    const broker = await start({ mode: "shadow" });
    const results = await switchMode({ ...request(), mode: "dual", canary: 25 });
    expect(results.map(({ result }) => result)).toEqual(["done"]);
    expect(leaseHeader(broker)).toMatchObject({ mode: "dual", canary: 25 });
    await switchMode({ ...request(), mode: "vault", canary: null });
    expect(leaseHeader(broker)).toMatchObject({ mode: "vault", canary: 25 });
  });

  it("is switched in the sessions of one configuration only, when it is that one's", async () => {
    const [mine, other] = [
      await start({ configurationPath: "/a/x.json" }),
      await start({ configurationPath: "/b/x.json" }),
    ];
    await switchModeOf(
      { configuration: "/a/x.json", environment: null },
      { ...request(), mode: "off", canary: null },
    );
    await until(() => leaseHeader(mine).mode === "off", { what: "the switch" });
    await switchModeOf(
      { configuration: "/b/x.json", environment: null },
      { ...request(), mode: "shadow", canary: null },
    );
    await until(() => leaseHeader(other).mode === "shadow", { what: "the other's switch" });
    expect(leaseHeader(mine)).toMatchObject({ mode: "off" });
  });

  it("is switched in the sessions of one environment only, when it is that one's", async () => {
    const configurationPath = "/a/x.json";
    const [plain, staging] = [
      await start({ configurationPath }),
      await start({ configurationPath, environment: "staging" }),
    ];
    const scope = { configuration: configurationPath, environment: "staging" };
    await switchModeOf(scope, { ...request(), mode: "off", canary: null });
    await until(() => leaseHeader(staging).mode === "off", { what: "the switch" });
    await switchModeOf({ ...scope, environment: null }, { ...request(), mode: "shadow", canary: null });
    await until(() => leaseHeader(plain).mode === "shadow", { what: "the switch without an environment" });
    expect(leaseHeader(staging)).toMatchObject({ mode: "off" });
  });
});

describe("sessions", () => {
  it("are listed while they run and gone when they end", async () => {
    const broker = await start();
    await readInProcess(broker.handle, "APP_TOKEN");
    const session = await until(
      () => listSessions(directories).find(({ status }) => status?.hits.vault === 1),
      { what: "a counted read" },
    );
    expect(session).toMatchObject({
      record: { id: broker.id, pid: broker.pid, command: "program.js" },
      lease: { mode: "vault", killed: false },
      wasForced: false,
      processes: [],
    });
    expect(await broker.close()).toBeLessThan(500);
    expect(listSessions(directories)).toEqual([]);
    expect(existsSync(broker.directory)).toBe(false);
    expect(readdirSync(join(directories.state, "sessions"))).toEqual([]);
  });

  it("left by a crash are removed at the next start, and live ones are not", async () => {
    const crashed = await start();
    const live = await start();
    const exited = once(crashed.child, "exit");
    crashed.child.kill("SIGKILL");
    await exited;
    expect(existsSync(crashed.directory)).toBe(true);
    const next = await start();
    expect(next.removed).toEqual([crashed.id]);
    expect(existsSync(crashed.directory)).toBe(false);
    expect(await readInProcess(live.handle, "APP_TOKEN")).toMatchObject({ value: secret });
  });

  it("keep no program alive that has nothing else to do", async () => {
    const broker = await start();
    await readInProcess(broker.handle, "APP_TOKEN");
    const exited = once(broker.child, "exit");
    broker.tell({ do: "letGo" });
    expect(await Promise.race([exited, delay(5_000, "still running", { ref: false })])).toEqual([0, null]);
  });

  it("hold no value in any file and only what the owner may read", async () => {
    const broker = await start();
    await readInProcess(broker.handle, "LATE_TOKEN");
    await broker.ask({ do: "refresh" });
    await broker.ask({ do: "audit", name: "NOTED", count: 1 });
    await until(() => existsSync(join(broker.directory, "status.json")), { what: "a status" });
    const files = readdirSync(home, { recursive: true, encoding: "utf8" })
      .map((name) => join(home, name))
      .filter((path) => statSync(path).isFile());
    expect(files.length).toBeGreaterThanOrEqual(6);
    const key = broker.handle.split("|")[2] ?? "";
    for (const path of files) {
      expect(statSync(path).mode & 0o777, path).toBe(0o600);
      const content = readFileSync(path, "latin1");
      for (const form of [...encodedForms(secret), ...encodedForms(`${secret}-late`), key])
        expect(content, path).not.toContain(form);
    }
  });
});

describe("the audit log", () => {
  it("stays one chain with many writers in many processes at once", async () => {
    const writers = await Promise.all(Array.from({ length: 6 }, () => start()));
    const rounds = 5;
    for (let round = 0; round < rounds; round++) {
      const problems = await Promise.all(
        writers.map((writer, index) => writer.ask({ do: "audit", name: `W${index}_${round}`, count: 20 })),
      );
      expect(problems).toEqual(writers.map(() => ({ problem: null })));
    }
    for (const writer of writers) await writer.close();
    const verdict = await verifyAudit(directories);
    expect(verdict).toMatchObject({ ok: true, broken: null, notes: [] });
    const sets = tailAudit(directories, 10_000).filter(({ action }) => action === "set");
    expect(new Set(sets.map(({ name }) => name)).size).toBe(writers.length * rounds * 20);
  });

  it("goes on after a writer was killed while it wrote", async () => {
    for (let round = 0; round < 4; round++) {
      const broker = await start();
      broker.tell({ do: "audit", name: `KILLED_${round}`, count: 5_000 });
      await until(() => existsSync(join(directories.state, "audit.jsonl")), { what: "the log" });
      const exited = once(broker.child, "exit");
      broker.child.kill("SIGKILL");
      await exited;
    }
    const last = await start();
    expect(await last.ask({ do: "audit", name: "AFTER", count: 1 })).toEqual({ problem: null });
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, broken: null });
  });
});
