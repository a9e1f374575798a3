import { beforeEach, describe, expect, it } from "vitest";
import type { Answers } from "../../../src/broker/providerCalls";
import { SecretCache } from "../../../src/broker/secretCache";
import { printReference, type Reference } from "../../../src/core/reference";
import { SecretValue } from "../../../src/core/secretValue";
import { ManualClock, settle } from "./manualClock";
import { localReference } from "./scriptedProvider";

describe("SecretCache", () => {
  let clock: ManualClock;
  let calls: { keys: string[]; forced: boolean; answer: (value?: string) => void }[];
  let changes: number;
  let cache: SecretCache;

  beforeEach(() => {
    clock = new ManualClock();
    calls = [];
    changes = 0;
    cache = new SecretCache({
      resolve: (_id, references, forced) =>
        new Promise((resolve) => {
          const answer = (value = "made-up") => resolve(found(references, value));
          calls.push({ keys: references.map(printReference), forced, answer });
        }),
      clock,
      ttlMs: 10_000,
      isInUse: () => true,
      onChange: () => changes++,
    });
  });

  function found(references: readonly Reference[], value: string): Answers {
    const outcome = { status: "found", value: new SecretValue(value) } as const;
    return { outcomes: new Map(references.map((one) => [printReference(one), outcome])), retryAt: undefined };
  }

  const shownOf = (name: string) => {
    const answer = cache.get(`local:${name}`)?.answer;
    return answer?.status === "found" ? answer.value.reveal() : answer?.status;
  };

  it("sends what is wanted in the same moment in one call", async () => {
    void cache.fetch([localReference("A")]);
    void cache.fetch([localReference("B"), localReference("A")]);
    await settle();
    expect(calls.map(({ keys }) => keys)).toEqual([["local:A", "local:B"]]);
  });

  it("joins a call that runs", async () => {
    void cache.fetch([localReference("A")]);
    await settle();
    const second = cache.fetch([localReference("A")]);
    calls[0]?.answer();
    await second;
    expect(calls).toHaveLength(1);
    expect(shownOf("A")).toBe("made-up");
  });

  it("follows a call that runs by one more for a refetch, however many there are", async () => {
    void cache.fetch([localReference("A")]);
    await settle();
    const refetches = [1, 2, 3].map(() => cache.refetch([localReference("A")], true));
    calls[0]?.answer("made-up-old");
    await settle();
    expect(calls).toHaveLength(2);
    expect(calls[1]?.forced).toBe(true);
    calls[1]?.answer("made-up-new");
    await Promise.all(refetches);
    expect(shownOf("A")).toBe("made-up-new");
    expect(calls).toHaveLength(2);
  });

  it("does not call for what is fresh, up to the moment it is due", async () => {
    void cache.fetch([localReference("A")]);
    await settle();
    calls[0]?.answer();
    await settle();
    await cache.fetch([localReference("A")]);
    expect(calls).toHaveLength(1);
    // The jitter of one half: 0.875 of the time to live.
    await clock.advance(8_749);
    expect(calls).toHaveLength(1);
    await clock.advance(1);
    expect(calls).toHaveLength(2);
  });

  it.each([
    [0, 8_000],
    [0.999_999, 9_500],
  ])("refreshes before the value expires, with a jitter of %d after %i ms", async (random, afterMs) => {
    clock.randomValue = random;
    void cache.fetch([localReference("A")]);
    await settle();
    calls[0]?.answer();
    await clock.advance(afterMs - 1);
    expect(calls).toHaveLength(1);
    await clock.advance(1);
    expect(calls).toHaveLength(2);
  });

  it("tells of a change only when there is one", async () => {
    void cache.fetch([localReference("A")]);
    await settle();
    calls[0]?.answer("made-up");
    await settle();
    expect(changes).toBe(1);
    for (const [index, [value, expected]] of [["made-up", 1] as const, ["made-up-2", 2] as const].entries()) {
      const refetch = cache.refetch([localReference("A")], false);
      await settle();
      calls[index + 1]?.answer(value);
      await refetch;
      expect(changes).toBe(expected);
    }
  });

  it("reads nothing while paused and catches up afterwards", async () => {
    cache.setPaused(true);
    await cache.fetch([localReference("A")]);
    await cache.refetch([localReference("A")], true);
    expect(calls).toHaveLength(0);
    cache.setPaused(false);
    await clock.advance(0);
    expect(calls).toHaveLength(1);
  });

  it("treats names like __proto__ as any other", async () => {
    void cache.fetch(["__proto__", "constructor"].map(localReference));
    await settle();
    calls[0]?.answer();
    await settle();
    expect([shownOf("__proto__"), shownOf("constructor"), shownOf("toString")]).toEqual([
      "made-up",
      "made-up",
      undefined,
    ]);
  });
});
