import { afterEach, describe, expect, it } from "vitest";
import type { Comparison, ProcessEvent } from "../../../src/contract/events";
import { readStatusBarFacts } from "../../../src/extension/statusBar/readStatusBarFacts";
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
const differs = `Sample: vault and environment differ in ${secretName}.`;

describe("what the status bar warns of", () => {
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
