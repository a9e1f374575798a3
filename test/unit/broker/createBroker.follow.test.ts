import { afterEach, describe, expect, it } from "vitest";
import type { BrokerOptions, SessionTerms } from "../../../src/broker/broker";
import { writeControl } from "../../../src/broker/control";
import { type BrokerBench, brokerBench } from "./brokerBench";

let bench: BrokerBench | undefined;

afterEach(async () => {
  await bench?.dispose();
  bench = undefined;
});

const before: SessionTerms = {
  mode: "vault",
  canary: 0,
  unit: "process",
  onMissing: "env",
  onError: "env",
  cacheTtlMs: 300_000,
  errorThreshold: 10,
  killSwitchEnabled: true,
  strict: false,
};

function start(options: Partial<BrokerOptions> = {}): BrokerBench {
  bench = brokerBench(["A_TOKEN"], { ...before, ...options });
  bench.provider.values.set("A_TOKEN", { value: "made-up-A_TOKEN" });
  bench.broker.start();
  return bench;
}

const failure = { t: "error", at: 1_700_000_000_000, code: "LEASE_UNREADABLE", off: false } as const;

describe("a session whose configuration changes", () => {
  it("tells its programs what it says now", async () => {
    const { broker, clock, lease } = start();
    await clock.advance(1);
    const policies = {
      onMissing: "fail",
      onError: "fail",
      askWaitMs: 50,
      errorThreshold: 3,
      strict: true,
    } as const;
    broker.follow({ ...before, ...policies, unit: "host" });
    await clock.advance(1);
    expect(lease().body).toMatchObject(policies);
    expect(lease().header["unit"]).toBe("host");
  });

  it("writes nothing where it says the same", async () => {
    const { broker, clock, lease } = start();
    await clock.advance(1);
    const { generation } = lease().header;
    broker.follow({ ...before });
    await clock.advance(100);
    expect(lease().header.generation).toBe(generation);
  });

  it("bears as many errors as it says now", async () => {
    const { broker, clock, report } = start();
    broker.follow({ ...before, errorThreshold: 3 });
    for (let pid = 1; pid <= 3; pid++) report(pid, failure);
    await clock.advance(300);
    expect(broker.status().killed).toBeNull();
    report(4, failure);
    await clock.advance(300);
    expect(broker.status().killed?.reason).toContain("more than 3 errors");
  });

  it("bears all of them where the switch is disabled now", async () => {
    const { broker, clock, report } = start();
    broker.follow({ ...before, killSwitchEnabled: false });
    for (let pid = 1; pid <= 11; pid++) report(pid, failure);
    await clock.advance(300);
    expect(broker.status()).toMatchObject({ killed: null, errors: { total: 11 } });
  });

  it("reads again as early as it says now what was read before", async () => {
    const { broker, clock, provider } = start();
    await clock.advance(20_000);
    broker.follow({ ...before, cacheTtlMs: 60_000 });
    // At 0.875 of the time, by the clock's middling chance.
    await clock.advance(32_499);
    expect(provider.calls).toHaveLength(1);
    await clock.advance(1);
    expect(provider.calls).toHaveLength(2);
  });

  it("keeps the mode that the user has switched to until it says another", async () => {
    const { broker, clock, lease, directories } = start();
    await clock.advance(1);
    const mode = { mode: "shadow", canary: null, at: clock.now() } as const;
    await writeControl(directories, (control) => ({ ...control, mode }));
    await clock.advance(300);
    broker.follow({ ...before, onError: "fail" });
    await clock.advance(1);
    expect(lease().header["mode"]).toBe("shadow");
    broker.follow({ ...before, mode: "dual", canary: 25 });
    expect(lease().header).toMatchObject({ mode: "dual", canary: 25 });
  });

  it("is meant by a switch of the mode for the file that it is written in now", async () => {
    const { broker, clock, lease, directories } = start();
    await clock.advance(1);
    broker.follow({ ...before, configurationPath: "/a/x.json" });
    const mode = { mode: "off", canary: null, at: clock.now(), configuration: "/a/x.json" } as const;
    await writeControl(directories, (control) => ({ ...control, mode }));
    await clock.advance(300);
    expect(lease().header["mode"]).toBe("off");
  });
});
