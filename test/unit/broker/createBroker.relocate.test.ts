import { afterEach, describe, expect, it } from "vitest";
import type { BrokerOptions } from "../../../src/broker/broker";
import type { Provider } from "../../../src/core/provider";
import type { Reference } from "../../../src/core/reference";
import { type BrokerBench, brokerBench } from "./brokerBench";
import { ScriptedProvider } from "./scriptedProvider";

let bench: BrokerBench | undefined;

afterEach(async () => {
  bench?.provider.release();
  await bench?.dispose();
  bench = undefined;
});

/** Names that lie at `place()` + name. */
function start(place: () => string, options: Partial<BrokerOptions> = {}): BrokerBench {
  const referenceFor = (name: string): Reference => ({ provider: "local", path: `${place()}${name}` });
  bench = brokerBench(["A_TOKEN"], { referenceFor, ...options });
  bench.provider.values.set("A_TOKEN", { value: "made-up-here", version: "1" });
  bench.provider.values.set("STAGING_A_TOKEN", { value: "made-up-staging", version: "7" });
  return bench;
}

describe("a session whose configuration says that a name lies elsewhere", () => {
  it("serves the value from there, and nothing meanwhile", async () => {
    let place = "";
    const { broker, lease, clock, provider } = start(() => place);
    broker.start();
    await clock.advance(1);
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-here");
    place = "STAGING_";
    provider.isHeld = true;
    broker.relocate();
    await clock.advance(100);
    expect(lease().entry("A_TOKEN")?.status).toBe("pending");
    provider.release();
    await clock.advance(100);
    expect(lease().entry("A_TOKEN")).toMatchObject({ value: "made-up-staging", version: "7" });
  });

  it("reads and writes nothing where nothing has moved", async () => {
    const { broker, lease, clock, provider } = start(() => "");
    broker.start();
    await clock.advance(1);
    const { generation } = lease().header;
    broker.relocate();
    await clock.advance(100);
    expect([provider.calls.length, lease().header.generation]).toEqual([1, generation]);
  });

  it("takes no value of the server before for a last good one of the server now", async () => {
    const { broker, lease, clock, provider } = start(() => "");
    broker.start();
    await clock.advance(1);
    provider.isDown = true;
    broker.relocate("local");
    await clock.advance(100);
    expect(lease().entry("A_TOKEN")).toEqual({ name: "A_TOKEN", status: "error" });
  });

  it("drops what the server before is still answering", async () => {
    let answerAtLast = () => {};
    const before = new ScriptedProvider();
    before.values.set("A_TOKEN", { value: "made-up-before" });
    const servers: ScriptedProvider[] = [before, Object.assign(new ScriptedProvider(), { isDown: true })];
    const resolve: Provider["resolve"] = async (references, signal) => {
      const server = servers.shift();
      if (server === before) await new Promise<void>((go) => (answerAtLast = go));
      return server?.resolve(references, signal) ?? new Map();
    };
    const following = Object.assign(new ScriptedProvider(), { resolve });
    const { broker, lease, clock } = start(() => "", { provider: async () => following });
    broker.start();
    await clock.advance(1);
    broker.relocate("local");
    await clock.advance(1);
    answerAtLast();
    await clock.advance(100);
    expect(servers).toEqual([]);
    expect(lease().entry("A_TOKEN")).toEqual({ name: "A_TOKEN", status: "error" });
  });
});
