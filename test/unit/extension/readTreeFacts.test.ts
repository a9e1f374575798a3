import { afterEach, describe, expect, it } from "vitest";
import { writeControl } from "../../../src/broker/control";
import type { Comparison, ProcessEvent } from "../../../src/contract/events";
import { readTreeFacts } from "../../../src/extension/tree/readTreeFacts";
import type { SecretFacts } from "../../../src/extension/tree/treeFacts";
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

function secretOf({ sources }: WindowBench): SecretFacts | undefined {
  return readTreeFacts(sources, true).secrets.find(({ name }) => name === secretName);
}

const compared = (result: Comparison): ProcessEvent => ({
  t: "compare",
  at: 1_700_000_000_000,
  name: secretName,
  result,
  generation: 1,
});
const failure: ProcessEvent = { t: "error", at: 1_700_000_000_000, code: "LEASE_UNREADABLE", off: false };
const tooMany = Array.from({ length: 11 }, () => failure);

describe("what the view shows of a secret", () => {
  it.each([
    ["mismatch", "match"],
    ["match", "mismatch"],
  ] as const)("is the newest comparison: a %s after a %s", async (newer, older) => {
    const window = openWindow();
    const first = window.start("Terminals");
    const second = window.start("Sample");
    first.report(76, compared(older));
    await window.advance(300);
    second.report(77, compared(newer));
    await window.advance(300);
    expect(secretOf(window)?.comparison).toBe(newer);
    // The order in which the sessions began says nothing of it.
    first.report(76, compared(older));
    await window.advance(300);
    expect(secretOf(window)?.comparison).toBe(older);
  });

  it("is that it is killed, where every session that has it is", async () => {
    const window = openWindow();
    window.start("Sample").report(77, ...tooMany);
    await window.advance(300);
    expect(secretOf(window)).toMatchObject({ isKilled: true, killedIn: ["Sample"] });
    window.start("Terminals");
    expect(secretOf(window)).toMatchObject({ isKilled: false, killedIn: ["Sample"] });
  });

  it("is the mode that its sessions run in, whatever the configuration says by now", async () => {
    const window = openWindow({ mode: "vault" });
    expect(secretOf(window)?.modes).toEqual(["vault"]);
    const { directories } = window.start("Sample");
    const mode = { mode: "dual", canary: 25, at: 1_700_000_000_001 } as const;
    await writeControl(directories, (before) => ({ ...before, mode }));
    await window.advance(300);
    expect(secretOf(window)?.modes).toEqual(["dual 25 %"]);
    expect(readTreeFacts(window.sources, true).sessions).toEqual([
      expect.objectContaining({ mode: "dual 25 %", configuredMode: "vault" }),
    ]);
    window.start("Terminals");
    expect(secretOf(window)?.modes).toEqual(["dual 25 %", "vault"]);
  });

  it("is not that it is killed where no session has it", () => {
    expect(secretOf(openWindow())).toMatchObject({ isKilled: false, killedIn: [] });
  });
});
