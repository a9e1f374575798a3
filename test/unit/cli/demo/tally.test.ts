import { describe, expect, it } from "vitest";
import { formatDuration } from "../../../../src/cli/demo/formatDuration";
import { Tally } from "../../../../src/cli/demo/tally";

describe("Tally", () => {
  it("counts by secret and over all", () => {
    const tally = new Tally();
    tally.add("OPENAI_API_KEY", { vault: 1, environment: 3, neither: 0 }, [100, 100, 100, 5000]);
    tally.add("DATABASE_URL", { vault: 0, environment: 3, neither: 1 }, [100, 100, 100, 100]);
    tally.addError("DATABASE_URL");
    expect(tally.figures("OPENAI_API_KEY")).toMatchObject({
      reads: 4,
      vault: 1,
      errors: 0,
      vaultPercent: 25,
    });
    expect(tally.figures("ANTHROPIC_API_KEY")).toMatchObject({ reads: 0, vaultPercent: null, p50Ns: null });
    expect(tally.figures()).toMatchObject({ reads: 8, vault: 1, environment: 6, neither: 1, errors: 1 });
  });

  it.each([0, 9, 10, 11, 180, 1234, 99_999, 1_000_000])("gives the cost of %i ns to a tenth", (cost) => {
    const tally = new Tally();
    tally.add("OPENAI_API_KEY", { vault: 1, environment: 0, neither: 0 }, [cost]);
    const { p50Ns, p95Ns } = tally.figures();
    expect(p50Ns).toBe(p95Ns);
    expect(p50Ns).toBeGreaterThanOrEqual(cost);
    expect(p50Ns).toBeLessThanOrEqual(Math.max(10, cost * 1.11 + 1));
  });

  it("keeps costs beyond its last step", () => {
    const tally = new Tally();
    tally.add("OPENAI_API_KEY", { vault: 1, environment: 0, neither: 0 }, [1e12]);
    expect(tally.figures().p50Ns).toBeGreaterThan(9e8);
  });

  it.each([
    [0, "0 ns"],
    [999, "999 ns"],
    [1000, "1.0 µs"],
    [9940, "9.9 µs"],
    [9960, "10 µs"],
    [999_400, "999 µs"],
    [1_000_000, "1.0 ms"],
    [34_000_000, "34 ms"],
    [1_500_000_000, "1.5 s"],
  ])("prints %i ns as %s", (nanoseconds, text) => {
    expect(formatDuration(nanoseconds)).toBe(text);
  });
});
