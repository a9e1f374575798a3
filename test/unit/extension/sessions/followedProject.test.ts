import { afterEach, describe, expect, it } from "vitest";
import { configuredTerms } from "../../../../src/broker/configuredTerms";
import { type Configuration, type ConfigurationLayer, mergeLayers } from "../../../../src/core/configuration";
import { nameRulesOf } from "../../../../src/core/launchScope";
import { FollowedProject } from "../../../../src/extension/sessions/followedProject";
import { type BrokerBench, brokerBench } from "../../broker/brokerBench";
import { localReference } from "../../broker/scriptedProvider";

let bench: BrokerBench | undefined;

afterEach(async () => {
  await bench?.dispose();
  bench = undefined;
});

const rulesOf = (configuration: Configuration) => nameRulesOf(configuration, undefined);

function projectOf(layer: ConfigurationLayer) {
  return { configuration: mergeLayers([layer]), path: "/a/x.json", environment: undefined, name: "a" };
}

const before = projectOf({ mode: "vault", secrets: new Map([["A_TOKEN", localReference("A")]]) });
const after = projectOf({
  mode: "dual",
  canary_percent: 25,
  on_missing: "fail",
  secrets: new Map([
    ["A_TOKEN", localReference("B")],
    ["EXTRA", localReference("EXTRA")],
  ]),
  patterns: { exclude: ["LEFT_OUT_TOKEN"] },
});

function start(followed: FollowedProject): BrokerBench {
  bench = brokerBench(["A_TOKEN"], {
    ...configuredTerms(followed.project),
    referenceFor: (name) => followed.referenceFor(name),
    scope: new Map([["A_TOKEN", followed.referenceOf("A_TOKEN")]]),
  });
  bench.provider.values.set("A", { value: "made-up-a" });
  bench.provider.values.set("B", { value: "made-up-b" });
  bench.broker.start();
  return bench;
}

describe("a session whose project is followed", () => {
  it("goes by the terms, the names and the places that the project says now", async () => {
    const followed = new FollowedProject(before, rulesOf);
    const { broker, clock, lease } = start(followed);
    await clock.advance(1);
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-a");
    expect(followed.referenceFor("LEFT_OUT_TOKEN")).toEqual(localReference("LEFT_OUT_TOKEN"));
    followed.moveTo(after, broker, ["A_TOKEN", "EXTRA"]);
    // Already in the first lease of the new mode.
    expect(lease().header).toMatchObject({ mode: "dual", canary: 25 });
    expect(lease().entry("A_TOKEN")).toEqual({ name: "A_TOKEN", status: "pending" });
    await clock.advance(1);
    expect(lease().entry("A_TOKEN")?.value).toBe("made-up-b");
    expect(lease().entry("EXTRA")?.status).toBe("missing");
    expect(lease().body["onMissing"]).toBe("fail");
    expect(followed.referenceFor("LEFT_OUT_TOKEN")).toBeUndefined();
  });

  it("serves the names of its start for ever where its programs have them in their handle", async () => {
    const followed = new FollowedProject(before, () => rulesOf(before.configuration));
    const { broker, clock } = start(followed);
    followed.moveTo(after, broker);
    await clock.advance(1);
    expect(followed.referenceFor("LEFT_OUT_TOKEN")).toEqual(localReference("LEFT_OUT_TOKEN"));
    expect(followed.referenceFor("EXTRA")).toBeUndefined();
    expect(broker.status().names.map(({ name }) => name)).toEqual(["A_TOKEN"]);
  });
});
