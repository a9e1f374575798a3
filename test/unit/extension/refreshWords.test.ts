import { describe, expect, it } from "vitest";
import type { SessionRefresh } from "../../../src/broker/requestRefresh";
import { refreshWords } from "../../../src/extension/commands/refreshWords";

/** One session's counts: read, changed, failed; none where it has not answered. */
type Given = readonly [number, number, number] | undefined;

function wordsOf(name: string | undefined, given: readonly Given[], facts = {}): string {
  const results = given.map((counts) => {
    const [refreshed = 0, changed = 0, failed = 0] = counts ?? [];
    return { session: {}, result: counts && { at: 1, refreshed, changed, failed } };
  });
  return refreshWords({
    name,
    results: results as unknown as readonly SessionRefresh[],
    isKilled: false,
    isMissing: false,
    ...facts,
  });
}

describe("what is said of a refresh", () => {
  it.each([
    [[], "No session runs now, so there is nothing to read again"],
    [[[1, 0, 0]], "Read A_TOKEN again: it has not changed"],
    [
      [
        [1, 0, 0],
        [1, 1, 0],
      ],
      "Read A_TOKEN again: it has changed",
    ],
    [[[0, 0, 1]], "A_TOKEN could not be read: its row says why"],
    [
      [
        [1, 0, 0],
        [0, 0, 1],
      ],
      "Read A_TOKEN again in 1 of 2 sessions",
    ],
    [[[0, 0, 0]], "No session routes A_TOKEN at the moment"],
    [[undefined], "1 session did not answer; what runs there follows when it can"],
    [[[1, 0, 0], undefined], "Read A_TOKEN again: it has not changed; 1 session did not answer"],
  ] as const)("that is for one secret, with %j: %s", (given, words) => {
    expect(wordsOf("A_TOKEN", given)).toBe(words);
  });

  it.each([
    [[], "No session runs now, so there is nothing to read again"],
    [[[1, 0, 0]], "Refreshed 1 secret: none changed"],
    [
      [
        [2, 0, 0],
        [3, 1, 0],
      ],
      "Refreshed 5 secrets in 2 sessions: 1 changed",
    ],
    [[[2, 0, 1]], "Refreshed 2 secrets: none changed, 1 could not be read"],
    [[[0, 0, 2]], "2 secrets could not be read: the view says why"],
    [[[0, 0, 0]], "No session routes a secret at the moment"],
  ] as const)("that is for all, with %j: %s", (given, words) => {
    expect(wordsOf(undefined, given)).toBe(words);
  });

  it("is that nothing was read while everything is killed", () => {
    expect(wordsOf("A_TOKEN", [[0, 0, 0]], { isKilled: true })).toBe(
      "The kill switch is thrown, so nothing was read",
    );
  });

  it("is that the vault has no such secret, where it has answered so", () => {
    expect(wordsOf("A_TOKEN", [[1, 0, 0]], { isMissing: true })).toBe("A_TOKEN is missing in the vault");
  });
});
