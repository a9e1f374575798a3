import { describe, expect, it } from "vitest";
import { canaryThreshold, hash32, isCanary } from "../../../src/contract/canary";

const starts = [
  "4711:OPENAI_API_KEY",
  "4712:OPENAI_API_KEY",
  "host:DATABASE_URL",
  "",
  "ä",
  "x".repeat(300),
].map(hash32);

function shareOf(start: number, percent: number, reads: number): number {
  const threshold = canaryThreshold(percent);
  let hits = 0;
  for (let read = 0; read < reads; read++) if (isCanary(start, read, threshold)) hits++;
  return (hits / reads) * 100;
}

describe("the canary", () => {
  it("never hits at 0 and always at 100 percent", () => {
    for (const start of [...starts, 0, 0xffffffff]) {
      expect(shareOf(start, 0, 10_000)).toBe(0);
      expect(shareOf(start, 100, 10_000)).toBe(100);
    }
  });

  it.each([0.5, 1, 5, 10, 25, 33.3, 50, 75, 90, 99, 99.5])(
    "serves %s percent within one percent after 1000 reads, whatever the start",
    (percent) => {
      for (const start of starts) expect(Math.abs(shareOf(start, percent, 1000) - percent)).toBeLessThan(1);
      for (const start of starts)
        expect(Math.abs(shareOf(start, percent, 100_000) - percent)).toBeLessThan(0.1);
    },
  );

  it("keeps every hit when the percentage grows, so that no read goes back to the environment", () => {
    const percentages = [0, 1, 10, 25, 50, 75, 99, 100].map(canaryThreshold);
    const lost = starts
      .flatMap((start) =>
        Array.from({ length: 1000 }, (_, read) =>
          percentages.map((threshold) => isCanary(start, read, threshold)),
        ),
      )
      .filter((hits) => hits.indexOf(true) !== hits.lastIndexOf(false) + 1);
    expect(lost).toEqual([]);
  });

  it("decides the same for one unit again and again", () => {
    for (const start of starts) {
      const first = isCanary(start, 0, canaryThreshold(37));
      for (let round = 0; round < 100; round++) expect(isCanary(start, 0, canaryThreshold(37))).toBe(first);
    }
  });

  it("gives a share of neighbouring processes, and a different one for another name", () => {
    const hitsOf = (name: string) =>
      Array.from({ length: 20_000 }, (_, pid) => isCanary(hash32(`${pid}:${name}`), 0, canaryThreshold(25)));
    const [first, second] = [hitsOf("OPENAI_API_KEY"), hitsOf("OPENAI_API_KEZ")];
    expect(first.filter(Boolean).length / 200).toBeGreaterThan(24);
    expect(first.filter(Boolean).length / 200).toBeLessThan(26);
    const both = first.filter((hit, pid) => hit && second[pid]).length / 200;
    // Independent decisions meet in 25 % of 25 %.
    expect(both).toBeGreaterThan(5);
    expect(both).toBeLessThan(7.5);
  });

  it("treats percentages out of range as the nearest in it, and none as 0", () => {
    const [start] = starts;
    for (const percent of [-1, -0, Number.NaN]) {
      expect(isCanary(start ?? 0, 1, canaryThreshold(percent))).toBe(false);
    }
    expect(isCanary(start ?? 0, 1, canaryThreshold(100.5))).toBe(true);
  });

  it("hashes as every other version does: a process and its broker may differ in age", () => {
    expect([hash32(""), hash32("a"), hash32("4711:OPENAI_API_KEY")]).toMatchInlineSnapshot(`
      [
        2872998923,
        444641715,
        3428134368,
      ]
    `);
  });
});
