import { describe, expect, it } from "vitest";
import { SlidingCount } from "../../../src/core/slidingCount";

describe("SlidingCount", () => {
  it("bears the limit and tells of the next one", () => {
    const count = new SlidingCount({ windowMs: 100, limit: 2 });
    expect([count.add(0), count.add(0), count.add(0)]).toEqual([false, false, true]);
  });

  it("forgets what is as old as the window", () => {
    const count = new SlidingCount({ windowMs: 100, limit: 1 });
    count.add(0);
    expect(count.recent(99)).toBe(1);
    expect(count.recent(100)).toBe(0);
    expect(count.add(100)).toBe(false);
  });

  it("tells of the first one where none is borne", () => {
    expect(new SlidingCount({ windowMs: 100, limit: 0 }).add(0)).toBe(true);
  });

  it("begins anew after a reset", () => {
    const count = new SlidingCount({ windowMs: 100, limit: 1 });
    count.add(0);
    count.reset();
    expect(count.add(0)).toBe(false);
  });
});
