import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import type { BrokerOptions } from "../../../src/broker/broker";
import { writeControl } from "../../../src/broker/control";
import { type BrokerBench, brokerBench } from "./brokerBench";

let bench: BrokerBench | undefined;

afterEach(async () => {
  bench?.provider.release();
  await bench?.dispose();
  bench = undefined;
});

function start(names: readonly string[], options: Partial<BrokerOptions> = {}): BrokerBench {
  bench = brokerBench(names, options);
  for (const name of names) bench.provider.values.set(name, { value: `made-up-${name}`, version: "1" });
  return bench;
}

const at = 1_700_000_000_000;
/** No process has an id that large. */
const nobody = 99_999_999;
const reads = (name: string, count: number) =>
  ({ t: "reads", at, name, source: "vault", mode: "vault", count, version: "1" }) as const;
const failure = { t: "error", at, code: "LEASE_UNREADABLE", off: false } as const;

describe("too many errors", () => {
  it("are eleven where ten are allowed, and kill the session", async () => {
    const { broker, lease, clock, report, audit } = start(["A_TOKEN"]);
    broker.start();
    for (let pid = 1; pid <= 10; pid++) report(pid, failure);
    await clock.advance(300);
    expect(lease().header["killed"]).toBe(false);
    report(11, failure);
    await clock.advance(300);
    expect(lease().header["killed"]).toBe(true);
    expect(JSON.stringify(lease().body)).not.toContain("made-up");
    expect(broker.status().killed).toMatchObject({
      by: "errors",
      reason: expect.stringMatching(/10 errors/),
    });
    expect(audit.filter(({ action }) => action === "kill")).toHaveLength(1);
  });

  it("do not kill where the switch is disabled", async () => {
    const { broker, clock, report } = start(["A_TOKEN"], { killSwitchEnabled: false });
    broker.start();
    for (let pid = 1; pid <= 30; pid++) report(pid, failure);
    await clock.advance(300);
    expect(broker.status().killed).toBeNull();
    expect(broker.status().errors).toMatchObject({ total: 30, byCode: { LEASE_UNREADABLE: 30 } });
  });

  it("are never those of a provider that is down, however often the user has it asked", async () => {
    const { broker, clock, provider, audit, report } = start(["A_TOKEN"]);
    broker.start();
    await clock.advance(1);
    provider.isDown = true;
    for (let click = 1; click <= 15; click++) {
      void broker.refresh();
      await clock.advance(900);
    }
    expect(broker.status()).toMatchObject({ killed: null, names: [{ state: "ready", stale: true }] });
    expect(broker.status().errors).toMatchObject({ recent: 11, byCode: { VAULT_UNREACHABLE: 15 } });
    expect(audit.filter(({ action }) => action === "fetch_error")).toHaveLength(15);
    for (let pid = 1; pid <= 10; pid++) report(pid, failure);
    await clock.advance(300);
    expect(broker.status().killed).toBeNull();
    report(11, failure);
    await clock.advance(300);
    expect(broker.status().killed).toMatchObject({ by: "errors" });
  });

  it("are never those of names that are refused, however many are tried again at their own pace", async () => {
    const { broker, clock, provider, report } = start([]);
    broker.start();
    for (const name of ["A_TOKEN", "B_TOKEN", "C_TOKEN"]) {
      provider.refusals.set(name, "VAULT_FORBIDDEN");
      report(nobody, reads(name, 1));
      await clock.advance(1_500);
    }
    await clock.advance(50_000);
    expect(broker.status().errors.total).toBeGreaterThan(10);
    expect(broker.status().killed).toBeNull();
  });

  it("are forgiven by a resume", async () => {
    const { broker, lease, clock, report, directories } = start(["A_TOKEN"]);
    broker.start();
    for (let pid = 1; pid <= 11; pid++) report(pid, failure);
    await clock.advance(300);
    await writeControl(directories, (before) => ({ ...before, resumedAt: clock.now() + 1 }));
    await clock.advance(300);
    expect(broker.status().killed).toBeNull();
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-A_TOKEN");
  });
});

describe("reports", () => {
  it("that a program writes in masses cost the log a bounded number of lines", async () => {
    const { broker, clock, report, audit } = start([], { killSwitchEnabled: false });
    broker.start();
    report(nobody, ...Array.from({ length: 3_000 }, () => failure));
    report(nobody, ...Array.from({ length: 3_000 }, (_, index) => reads(`MADE_UP_${index}_TOKEN`, 1)));
    await clock.advance(1_500);
    const lines = audit.filter(({ action }) => action === "serve" || action === "process_error");
    expect(lines.length).toBe(2_001);
    expect(lines).toContainEqual(expect.objectContaining({ code: "LEASE_UNREADABLE", count: 3_000 }));
    expect(lines.at(-1)).toMatchObject({ reason: expect.stringMatching(/too many/), count: 1_001 });
    expect(broker.status().names.length).toBe(1_000);
  });
});

describe("the user's control file", () => {
  it("kills without values and resumes with them", async () => {
    const { broker, lease, clock, directories } = start(["A_TOKEN"]);
    broker.start();
    await clock.advance(1);
    await writeControl(directories, (before) => ({ ...before, killed: { at: clock.now(), reason: "test" } }));
    await clock.advance(200);
    expect(lease().header["killed"]).toBe(true);
    expect(JSON.stringify(lease().body)).not.toContain("made-up");
    expect((await broker.ready(0)).known.size).toBe(0);
    await writeControl(directories, (before) => ({ ...before, killed: null }));
    await clock.advance(200);
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-A_TOKEN");
  });

  it("switches mode and canary", async () => {
    const { broker, lease, clock, directories } = start(["A_TOKEN"], { mode: "off" });
    broker.start();
    await writeControl(directories, (before) => ({
      ...before,
      mode: { mode: "dual", canary: 25, at: at + 1 },
    }));
    await clock.advance(300);
    expect(lease().header).toMatchObject({ mode: "dual", canary: 25 });
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-A_TOKEN");
  });
});

describe("counters", () => {
  it("add up hits, comparisons, costs and the canary's share", async () => {
    const { broker, clock, report, audit } = start(["A_TOKEN"], { mode: "dual", canary: 25 });
    broker.start();
    const costs = [0, 90, 0, 0, 10, 0, 0, 0, 0, 0, 0];
    report(
      77,
      { t: "start", at, pid: 77, ppid: 1, program: "server.js", node: "v20.0.0" },
      { t: "reads", at, name: "A_TOKEN", source: "vault", mode: "dual", count: 25, version: "1", costs },
      { t: "reads", at: at + 5, name: "A_TOKEN", source: "env", mode: "dual", count: 75 },
      { t: "compare", at, name: "A_TOKEN", result: "mismatch", generation: 2 },
    );
    await clock.advance(2_000);
    expect(broker.status()).toMatchObject({
      hits: { vault: 25, env: 75, none: 0 },
      canaryHitPercent: 25,
      readCostNs: { count: 100, p50: 100, p95: 1000 },
      lastReadAt: at + 5,
      comparisons: { mismatch: 1, match: 0 },
      processes: [{ pid: 77, program: "server.js", hits: { vault: 25, env: 75 } }],
    });
    expect(audit.filter(({ action }) => action === "serve")).toEqual([
      expect.objectContaining({
        name: "A_TOKEN",
        source: "vault",
        version: "1",
        pid: 77,
        program: "server.js",
        count: 25,
      }),
      expect.objectContaining({ name: "A_TOKEN", source: "env", count: 75 }),
    ]);
  });
});

describe("a session that cannot be registered", () => {
  it("serves no value, because no kill switch would find it", async () => {
    const { broker, clock, lease, directories, provider } = start(["A_TOKEN"]);
    mkdirSync(directories.state, { recursive: true });
    chmodSync(directories.state, 0o777);
    broker.start();
    await clock.advance(100);
    expect(lease().header["killed"]).toBe(true);
    expect((await broker.ready(0)).killed?.reason).toMatch(/could not be registered.*other users/);
    expect(provider.calls).toEqual([]);
  });
});

describe("close", () => {
  it("drains the last events, closes the provider and removes the session", async () => {
    const { broker, clock, report, session, provider, audit } = start(["A_TOKEN"]);
    broker.start();
    await clock.advance(1);
    report(77, reads("A_TOKEN", 3));
    const closing = broker.close();
    await clock.advance(600);
    await closing;
    expect(audit.map(({ action }) => action)).toEqual(["session_start", "serve", "session_end"]);
    expect(provider.isClosed).toBe(true);
    expect(provider.isWatched).toBe(false);
    expect(existsSync(session.directory)).toBe(false);
  });

  it("does not wait for a call that hangs", async () => {
    const { broker, clock, provider } = start(["A_TOKEN"]);
    provider.isHeld = true;
    broker.start();
    await clock.advance(1);
    const closing = broker.close();
    await clock.advance(500);
    await closing;
    expect(provider.lastSignal?.aborted).toBe(true);
  });

  it("blames no provider for an answer that its own end has cut off", async () => {
    const { broker, clock, provider } = start(["A_TOKEN"]);
    provider.isHeld = true;
    broker.start();
    const ready = broker.ready(15_000);
    await clock.advance(1);
    void broker.close();
    expect((await ready).known.get("A_TOKEN")).toMatchObject({ status: "error", error: { code: "ABORTED" } });
  });
});
