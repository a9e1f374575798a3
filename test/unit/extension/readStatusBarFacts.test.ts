import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { noControl, writeControl } from "../../../src/broker/control";
import type { Comparison, ProcessEvent } from "../../../src/contract/events";
import { killedFileName } from "../../../src/contract/lease";
import { readStatusBarFacts } from "../../../src/extension/statusBar/readStatusBarFacts";
import type { BrokerBench } from "../broker/brokerBench";
import { secretName, type WindowBench, windowBench } from "./windowBench";

let bench: WindowBench | undefined;

afterEach(async () => {
  await bench?.dispose();
  bench = undefined;
});

function openWindow(...given: Parameters<typeof windowBench>): WindowBench {
  bench = windowBench(...given);
  return bench;
}

const compared = (result: Comparison, name = secretName): ProcessEvent => ({
  t: "compare",
  at: 1_700_000_000_000,
  name,
  result,
  generation: 1,
});
const failure: ProcessEvent = { t: "error", at: 1_700_000_000_000, code: "LEASE_UNREADABLE", off: false };
const tooMany = Array.from({ length: 11 }, () => failure);
const differs = `Sample: vault and environment differ in ${secretName}.`;

describe("the kill switch in the status bar", () => {
  it("is not thrown for everything by a session that its own errors have killed", async () => {
    const window = openWindow();
    window.start("Terminals");
    window.start("Sample").report(77, ...tooMany);
    await window.advance(300);
    const { killed, killedSessions, warnings } = readStatusBarFacts(window.sources);
    expect(killed).toBeNull();
    expect(killedSessions).toEqual([
      { label: "Sample", reason: "more than 10 errors within a minute, the last one LEASE_UNREADABLE" },
    ]);
    // Why it is killed says that already.
    expect(warnings).toEqual([]);
  });

  it("is thrown for everything where the user has thrown it, whatever became of single sessions", async () => {
    const window = openWindow();
    window.start("Sample").report(77, ...tooMany);
    await window.advance(300);
    window.sources.control = { current: { ...noControl, killed: { at: 1, reason: "by a test" } } };
    expect(readStatusBarFacts(window.sources)).toMatchObject({ killed: "by a test", killedSessions: [] });
  });

  it("is thrown for everything where it could only be marked beside the sessions", async () => {
    const window = openWindow();
    const { session, broker } = window.start("Sample");
    writeFileSync(join(session.directory, killedFileName), "");
    await broker.refresh();
    expect(readStatusBarFacts(window.sources)).toMatchObject({
      killed: expect.stringMatching(/its state could not be written/),
      killedSessions: [],
    });
  });
});

describe("the mode in the status bar", () => {
  const switchTo = async (window: WindowBench, { directories }: BrokerBench): Promise<void> => {
    const mode = { mode: "shadow", canary: null, at: 1_700_000_000_001 } as const;
    await writeControl(directories, (before) => ({ ...before, mode }));
    await window.advance(300);
  };

  it("is the configuration's, and says which sessions run in another", async () => {
    const window = openWindow({ mode: "vault" });
    window.start("Terminals");
    await switchTo(window, window.start("Sample"));
    const { mode, switchedSessions } = readStatusBarFacts(window.sources);
    expect(mode).toBe("vault");
    expect(switchedSessions).toEqual([{ label: "Sample", mode: "shadow", configuredMode: "vault" }]);
  });

  it("does not matter in a session that is killed", async () => {
    const window = openWindow({ mode: "vault" });
    const sample = window.start("Sample");
    sample.report(77, ...tooMany);
    await switchTo(window, sample);
    expect(readStatusBarFacts(window.sources).switchedSessions).toEqual([]);
  });
});

describe("what the status bar warns of", () => {
  it.each([
    [1, "Sample: 1 error within a minute."],
    [2, "Sample: 2 errors within a minute."],
  ])("is a number of errors: %i", async (count, warning) => {
    const window = openWindow();
    window.start("Sample").report(77, ...tooMany.slice(0, count));
    await window.advance(300);
    expect(readStatusBarFacts(window.sources).warnings).toEqual([warning]);
  });

  it("is a launch that should have been routed, and none that cannot be", () => {
    const window = openWindow();
    const unrouted = [
      {
        id: "d1",
        kind: "debug",
        label: "python",
        why: "Only Node programs can be routed.",
        isFailure: false,
      },
      { id: "d2", kind: "debug", label: "late", why: "It was not ready within 300 ms.", isFailure: true },
    ] as const;
    window.sources.sessions = { routed: [], unrouted };
    expect(readStatusBarFacts(window.sources).warnings).toEqual([
      "late is not routed. It was not ready within 300 ms.",
    ]);
  });

  it("is a difference, only for as long as no newer comparison says otherwise", async () => {
    const window = openWindow({ mode: "shadow" });
    const sample = window.start("Sample");
    sample.report(77, compared("mismatch"));
    await window.advance(300);
    expect(readStatusBarFacts(window.sources).warnings).toEqual([differs]);
    sample.report(77, compared("match"));
    await window.advance(300);
    expect(readStatusBarFacts(window.sources).warnings).toEqual([]);
  });

  it("is a new difference, though another session has found none before", async () => {
    const window = openWindow({ mode: "shadow" });
    const terminals = window.start("Terminals");
    const sample = window.start("Sample");
    terminals.report(76, compared("match"));
    await window.advance(300);
    sample.report(77, compared("mismatch"));
    await window.advance(300);
    expect(readStatusBarFacts(window.sources).warnings).toEqual([differs]);
  });

  it.each(["vault", "off"] as const)("is no difference in mode %s", async (mode) => {
    const window = openWindow({ mode });
    window.start("Sample").report(77, compared("mismatch"));
    await window.advance(300);
    expect(readStatusBarFacts(window.sources).warnings).toEqual([]);
  });

  it("names the first of many that differ, and counts the rest", async () => {
    const window = openWindow({ mode: "shadow" });
    const names = ["A_TOKEN", "B_TOKEN", "C_TOKEN", "D_TOKEN", "E_TOKEN"];
    window.start("Sample").report(77, ...names.map((name) => compared("mismatch", name)));
    await window.advance(300);
    expect(readStatusBarFacts(window.sources).warnings).toEqual([
      "Sample: vault and environment differ in A_TOKEN, B_TOKEN, C_TOKEN and 2 more.",
    ]);
  });
});
