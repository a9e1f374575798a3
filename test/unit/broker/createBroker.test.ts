import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import type { BrokerOptions } from "../../../src/broker/broker";
import { type BrokerBench, brokerBench } from "./brokerBench";
import { settle } from "./manualClock";

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
const ask = (name: string) => ({ t: "ask", at, name }) as const;
const reads = (name: string, count: number) =>
  ({ t: "reads", at, name, source: "vault", mode: "vault", count, version: "1" }) as const;

describe("the first leases", () => {
  it("are written at once with every name pending, and again with the values", async () => {
    const { broker, lease, provider, clock } = start(["A_TOKEN", "B_TOKEN"]);
    provider.isHeld = true;
    broker.start();
    expect(lease().header).toMatchObject({
      generation: 1,
      mode: "vault",
      killed: false,
      broker: process.pid,
    });
    expect(lease().body.entries.map(({ status }) => status)).toEqual(["pending", "pending"]);
    await settle();
    provider.release();
    await clock.advance(1);
    expect(lease().entry("A_TOKEN")).toEqual({
      name: "A_TOKEN",
      status: "ready",
      value: "made-up-A_TOKEN",
      version: "1",
    });
    expect(provider.calls).toEqual([["local:A_TOKEN", "local:B_TOKEN"]]);
  });

  it("hold fingerprints and no value in shadow mode", async () => {
    const { broker, lease, clock } = start(["A_TOKEN"], { mode: "shadow" });
    broker.start();
    await clock.advance(1);
    const entry = lease().entry("A_TOKEN");
    const key = Buffer.from(lease().body.fingerprintKey, "hex");
    expect(entry).not.toHaveProperty("value");
    expect(entry?.fingerprint).toBe(
      createHmac("sha256", key).update("A_TOKEN\0made-up-A_TOKEN").digest("hex"),
    );
    expect(JSON.stringify(lease().body)).not.toContain("made-up");
  });

  it("hold nothing and read nothing in off mode", async () => {
    const { broker, lease, clock, provider } = start(["A_TOKEN"], { mode: "off" });
    broker.start();
    await clock.advance(1_000);
    expect(lease().body.entries).toEqual([{ name: "A_TOKEN", status: "pending" }]);
    expect(provider.calls).toEqual([]);
  });

  it("tell what is missing from what failed", async () => {
    const { broker, lease, clock, provider } = start(["A_TOKEN"]);
    provider.values.clear();
    broker.start();
    await clock.advance(1);
    expect(lease().entry("A_TOKEN")?.status).toBe("missing");
    provider.isDown = true;
    const refreshing = broker.refresh();
    await clock.advance(1);
    expect(await refreshing).toMatchObject({ refreshed: 0, failed: 1 });
  });
});

describe("ready", () => {
  it("gives the values as soon as all are known", async () => {
    const { broker, clock } = start(["A_TOKEN"]);
    broker.start();
    const ready = broker.ready(300);
    await clock.advance(0);
    const launch = await ready;
    expect([...launch.known.keys()]).toEqual(["A_TOKEN"]);
    expect(JSON.stringify([...launch.known])).not.toContain("made-up");
  });

  it("gives what is known at the deadline", async () => {
    const { broker, clock, provider } = start(["A_TOKEN"]);
    provider.isHeld = true;
    broker.start();
    let isReady = false;
    const ready = broker.ready(300).then((launch) => {
      isReady = true;
      return launch;
    });
    await clock.advance(299);
    expect(isReady).toBe(false);
    await clock.advance(1);
    expect((await ready).known.size).toBe(0);
  });
});

describe("asks", () => {
  it("of a late name are answered by a new lease", async () => {
    const { broker, lease, clock, provider, report } = start([]);
    provider.values.set("LATE_TOKEN", { value: "made-up-late" });
    broker.start();
    report(nobody, ask("LATE_TOKEN"));
    await clock.advance(205);
    expect(lease().entry("LATE_TOKEN")?.value).toBe("made-up-late");
  });

  it("of a name that lies nowhere are answered as missing", async () => {
    const { broker, lease, clock, report } = start([]);
    broker.start();
    report(nobody, ask("NOWHERE_TOKEN"));
    await clock.advance(205);
    expect(lease().entry("NOWHERE_TOKEN")).toEqual({ name: "NOWHERE_TOKEN", status: "missing" });
  });

  it("by 200 processes at once make one call", async () => {
    const { broker, clock, provider, report } = start([]);
    provider.isHeld = true;
    broker.start();
    for (let pid = 1000; pid < 1200; pid++) report(pid, ask("LATE_TOKEN"));
    await clock.advance(300);
    provider.release();
    await clock.advance(300);
    expect(provider.calls).toEqual([["local:LATE_TOKEN"]]);
    expect(broker.status().cache).toEqual({ hits: 199, misses: 1 });
  });

  it("of an idle name get its last value when reading it again takes too long", async () => {
    const { broker, lease, clock, provider, report } = start(["A_TOKEN"], { cacheTtlMs: 30_000 });
    broker.start();
    await clock.advance(200_000);
    expect(lease().entry("A_TOKEN")).toBeUndefined();
    provider.isHeld = true;
    report(nobody, ask("A_TOKEN"));
    const before = provider.calls.length;
    // The ask is seen within these 10 ms; its lasting answer is due 150 ms after that.
    for (let looks = 0; provider.calls.length === before && looks < 30; looks++) await clock.advance(10);
    await clock.advance(139);
    expect(lease().entry("A_TOKEN")).toBeUndefined();
    await clock.advance(12);
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-A_TOKEN");
  });
});

describe("refreshing", () => {
  it("reads names in use again before they expire, and shows the change", async () => {
    const { broker, lease, clock, provider, report } = start(["A_TOKEN"]);
    broker.start();
    await clock.advance(1);
    provider.values.set("A_TOKEN", { value: "made-up-rotated", version: "2" });
    report(nobody, reads("A_TOKEN", 1));
    await clock.advance(0.8 * 300_000 - 1);
    expect(provider.calls.length).toBe(1);
    await clock.advance(0.15 * 300_000 + 1);
    expect(provider.calls.length).toBe(2);
    expect(lease().entry("A_TOKEN")).toMatchObject({ value: "made-up-rotated", version: "2" });
  });

  it("writes no new generation when nothing changed", async () => {
    const { broker, lease, clock } = start(["A_TOKEN"]);
    broker.start();
    await clock.advance(1);
    const { generation } = lease().header;
    await clock.advance(290_000);
    expect(lease().header.generation).toBe(generation);
  });

  it("leaves names that nobody reads, and takes them out of the lease", async () => {
    const { broker, lease, clock, provider } = start(["A_TOKEN"]);
    broker.start();
    await clock.advance(599_999);
    const { length } = provider.calls;
    expect(length).toBeGreaterThan(1);
    await clock.advance(3_600_000);
    expect(lease().entry("A_TOKEN")).toBeUndefined();
    expect(provider.calls.length).toBeLessThanOrEqual(length + 1);
  });

  it("goes on for a name that a running process has read once, however long ago", async () => {
    const { broker, lease, clock, provider, report } = start(["A_TOKEN"], { cacheTtlMs: 60_000 });
    broker.start();
    report(process.pid, reads("A_TOKEN", 1));
    await clock.advance(3_600_000);
    provider.values.set("A_TOKEN", { value: "made-up-rotated" });
    await clock.advance(60_000);
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-rotated");
  });

  it("ends some time after the last process that has read it", async () => {
    const { broker, lease, clock, report } = start(["A_TOKEN"], { cacheTtlMs: 60_000 });
    broker.start();
    report(nobody, reads("A_TOKEN", 1));
    await clock.advance(3_600_000);
    expect(lease().entry("A_TOKEN")).toBeUndefined();
  });

  it("happens at once when the provider tells of a change", async () => {
    const { broker, lease, clock, provider } = start(["A_TOKEN"]);
    broker.start();
    await clock.advance(1);
    provider.values.set("A_TOKEN", { value: "made-up-rotated" });
    provider.changed();
    await clock.advance(1);
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-rotated");
  });

  it("counts what changed when the user asks for it", async () => {
    const { broker, clock, provider } = start(["A_TOKEN", "B_TOKEN"]);
    broker.start();
    await clock.advance(1);
    provider.values.set("A_TOKEN", { value: "made-up-rotated" });
    const refreshing = broker.refresh();
    await clock.advance(1);
    expect(await refreshing).toMatchObject({ refreshed: 2, changed: 1, failed: 0 });
    expect(broker.status().lastRefresh).toMatchObject({ refreshed: 2, changed: 1 });
  });
});

describe("a provider that fails", () => {
  it("leaves the last good value in force and flags it as stale until it answers again", async () => {
    const { broker, lease, clock, provider } = start(["A_TOKEN"]);
    broker.start();
    await clock.advance(1);
    provider.isDown = true;
    await clock.advance(300_000);
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-A_TOKEN");
    expect(broker.status().names[0]).toMatchObject({
      stale: true,
      error: "VAULT_UNREACHABLE",
      state: "ready",
    });
    provider.isDown = false;
    await clock.advance(150_000);
    expect(broker.status().names[0]).toMatchObject({ stale: false, error: null });
  });

  it("is called five times in a row and then left alone for the cool-down", async () => {
    const { broker, clock, provider } = start(["A_TOKEN"]);
    provider.isDown = true;
    broker.start();
    // Attempts at 0, 1, 3, 7 and 15 seconds; the sixth would be at 31.
    await clock.advance(15_000);
    expect(provider.calls.length).toBe(5);
    await clock.advance(29_999);
    expect(provider.calls.length).toBe(5);
    await clock.advance(1);
    expect(provider.calls.length).toBe(6);
  });

  it("is not left alone for longer because the user has asked meanwhile, and is called at once", async () => {
    const { broker, clock, provider } = start(["A_TOKEN"]);
    provider.isDown = true;
    broker.start();
    await clock.advance(15_000);
    for (let click = 1; click <= 3; click++) {
      void broker.refresh();
      await clock.advance(100);
      expect(provider.calls).toHaveLength(5 + click);
    }
    // Half a minute after the last attempt, as ever.
    await clock.advance(29_899);
    expect(provider.calls).toHaveLength(8);
    await clock.advance(1);
    expect(provider.calls).toHaveLength(9);
  });

  it("is asked at once for what has failed, and for nothing else, when that may succeed now", async () => {
    const { broker, clock, lease, provider } = start(["A_TOKEN", "B_TOKEN"]);
    provider.refusals.set("A_TOKEN", "PASSPHRASE_NEEDED");
    broker.start();
    await clock.advance(15_000);
    provider.refusals.clear();
    broker.retryFailed();
    await clock.advance(1);
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-A_TOKEN");
    expect(provider.calls.slice(1)).toEqual(Array.from({ length: 5 }, () => ["local:A_TOKEN"]));
  });

  it("for one name goes on answering others, those read for the first time included", async () => {
    const { broker, clock, lease, provider, report } = start(["A_TOKEN"]);
    provider.refusals.set("A_TOKEN", "VAULT_FORBIDDEN");
    provider.values.set("LATE_TOKEN", { value: "made-up-late" });
    broker.start();
    await clock.advance(15_000);
    expect(provider.calls).toHaveLength(5);
    report(nobody, ask("LATE_TOKEN"));
    await clock.advance(300);
    expect(lease().entry("LATE_TOKEN")?.value).toBe("made-up-late");
    expect(broker.status().names[0]).toMatchObject({ state: "error", error: "VAULT_FORBIDDEN" });
  });

  it("does not trip the kill switch by being down for an hour", async () => {
    const { broker, clock, provider } = start(["A_TOKEN"]);
    provider.isDown = true;
    broker.start();
    await clock.advance(3_600_000);
    expect(broker.status().killed).toBeNull();
  });

  it("cannot hold a call beyond its deadline", async () => {
    const { broker, clock, provider, lease } = start(["A_TOKEN"], { fetchTimeoutMs: 5_000 });
    provider.isHeld = true;
    broker.start();
    await clock.advance(4_999);
    expect(lease().entry("A_TOKEN")?.status).toBe("pending");
    await clock.advance(2);
    expect(lease().entry("A_TOKEN")?.status).toBe("error");
    expect(broker.status().names[0]?.error).toBe("PROVIDER_TIMEOUT");
    expect(provider.lastSignal?.aborted).toBe(true);
  });

  it("is looked up again after its lookup failed", async () => {
    let lookups = 0;
    const { broker, clock, lease } = start(["A_TOKEN"], {
      provider: async () => {
        lookups++;
        if (lookups === 1) throw new Error("token=made-up-in-message");
        return bench?.provider as never;
      },
    });
    broker.start();
    await clock.advance(1);
    expect(broker.status().names[0]).toMatchObject({ state: "error", error: "INTERNAL" });
    await clock.advance(1_000);
    expect(lease().entry("A_TOKEN")?.status).toBe("ready");
  });
});
