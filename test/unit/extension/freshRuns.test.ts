import { describe, expect, it } from "vitest";
import { FreshRuns } from "../../../src/extension/freshRuns";

/** Runs that end when the test says so; each shows at its end what was true at its beginning. */
function heldRuns() {
  const source = { value: 0 };
  const shown: number[] = [];
  const ends: (() => void)[] = [];
  const runs = new FreshRuns(async () => {
    const seen = source.value;
    await new Promise<void>((resolve) => ends.push(resolve));
    shown.push(seen);
  });
  return { source, shown, ends, runs };
}

describe("runs of which the newest counts", () => {
  it("begin after the one that runs has ended, so that no older outcome is the last", async () => {
    const { source, shown, ends, runs } = heldRuns();
    const first = runs.request();
    source.value = 1;
    const second = runs.request();
    expect(ends.length).toBe(1);
    ends[0]?.();
    await first;
    await Promise.resolve();
    expect(ends.length).toBe(2);
    ends[1]?.();
    await second;
    expect(shown).toEqual([0, 1]);
  });

  it("are one for all who ask meanwhile", async () => {
    const { shown, ends, runs } = heldRuns();
    const first = runs.request();
    const others = [runs.request(), runs.request(), runs.request()];
    ends[0]?.();
    await first;
    await Promise.resolve();
    ends[1]?.();
    await Promise.all(others);
    expect(shown.length).toBe(2);
    expect(runs.isRunning).toBe(false);
  });

  it("tell that one runs until the last has ended", async () => {
    const { ends, runs } = heldRuns();
    expect(runs.isRunning).toBe(false);
    const first = runs.request();
    const second = runs.request();
    ends[0]?.();
    await first;
    expect(runs.isRunning).toBe(true);
    await Promise.resolve();
    ends[1]?.();
    await second;
    expect(runs.isRunning).toBe(false);
  });

  it("go on after one that has failed", async () => {
    let count = 0;
    const runs = new FreshRuns(async () => {
      count++;
      if (count === 1) throw new Error("made up");
    });
    const first = runs.request();
    const second = runs.request();
    await expect(first).rejects.toThrow("made up");
    await second;
    expect(count).toBe(2);
  });
});
