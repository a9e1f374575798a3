import { describe, expect, it } from "vitest";
import { defaultNameRules } from "../../../../src/contract/secretNames";
import { parseEnvFile, removeEntries } from "../../../../src/core/envFile";
import { importCandidates } from "../../../../src/providers/local/importCandidates";

describe("importCandidates", () => {
  it("takes the last value of a name that stands there several times, and tells all its lines", () => {
    const { entries } = parseEnvFile("A_TOKEN=made-up-4c1e8a20\nB=1\nA_TOKEN=made-up-97d3b651\n");
    const { candidates } = importCandidates(entries, defaultNameRules);
    expect(candidates).toMatchObject([{ name: "A_TOKEN", lines: [1, 3] }]);
    expect(candidates[0]?.value.reveal()).toBe("made-up-97d3b651");
  });

  it.each([
    ["of one name", () => "A_TOKEN"],
    ["of as many names", (index: number) => `A_${index}_TOKEN`],
  ])("and what takes them out take no square of the time for 200000 lines %s", (_what, nameAt) => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `${nameAt(index)}=made-up-4c1e8a20`);
    const text = lines.join("\n");
    const startedAt = performance.now();
    const { candidates } = importCandidates(parseEnvFile(text).entries, defaultNameRules);
    expect(
      removeEntries(
        text,
        candidates.map(({ name }) => name),
      ),
    ).toBe("");
    // A second or two; with the square of it, minutes.
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});
