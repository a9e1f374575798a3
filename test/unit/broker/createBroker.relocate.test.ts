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

/** No process has an id that large. */
const nobody = 99_999_999;
const ask = (name: string) => ({ t: "ask", at: 1_700_000_000_000, name }) as const;

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

  it("lists a name that is new, and serves the last good value of another while its provider is down", async () => {
    const { broker, lease, clock, provider } = start(() => "");
    broker.start();
    await clock.advance(1);
    provider.isDown = true;
    broker.relocate({ names: ["A_TOKEN", "NEW_TOKEN"] });
    await clock.advance(100);
    expect(lease().entry("NEW_TOKEN")).toEqual({ name: "NEW_TOKEN", status: "error" });
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-here");
  });

  it("fetches a name that is new at its first read only, where that holds for the others", async () => {
    const { broker, lease, clock, provider } = start(() => "", { fetchesOnRead: true });
    broker.start();
    broker.relocate({ names: ["NEW_TOKEN"] });
    await clock.advance(100);
    expect(lease().body.entries.map(({ name, status }) => [name, status])).toEqual([
      ["A_TOKEN", "pending"],
      ["NEW_TOKEN", "pending"],
    ]);
    expect(provider.calls).toEqual([]);
  });

  it("forgets a name that it serves no more, unless a program that runs has read it", async () => {
    const served = new Set(["A_TOKEN", "B_TOKEN", "C_TOKEN"]);
    const referenceFor = (name: string): Reference | undefined =>
      served.has(name) ? { provider: "local", path: "A_TOKEN" } : undefined;
    const { broker, lease, clock, report } = start(() => "", { referenceFor });
    broker.start();
    report(process.pid, ask("B_TOKEN"));
    report(nobody, ask("C_TOKEN"));
    await clock.advance(300);
    expect(lease().body.entries.map(({ status }) => status)).toEqual(["ready", "ready", "ready"]);
    served.clear();
    broker.relocate();
    await clock.advance(100);
    expect(lease().body.entries).toEqual([{ name: "B_TOKEN", status: "missing" }]);
    expect(broker.status().names.map(({ name, state }) => [name, state])).toEqual([["B_TOKEN", "missing"]]);
  });

  it("takes no value of the server before for a last good one of the server now", async () => {
    const { broker, lease, clock, provider } = start(() => "");
    broker.start();
    await clock.advance(1);
    provider.isDown = true;
    broker.relocate({ moved: "local" });
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
    broker.relocate({ moved: "local" });
    await clock.advance(1);
    answerAtLast();
    await clock.advance(100);
    expect(servers).toEqual([]);
    expect(lease().entry("A_TOKEN")).toEqual({ name: "A_TOKEN", status: "error" });
  });
});
