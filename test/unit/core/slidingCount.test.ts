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

  it("goes by another limit with what it has counted", () => {
    const count = new SlidingCount({ windowMs: 100, limit: 3 });
    for (let time = 0; time < 4; time++) count.add(time);
    count.setLimit(1);
    expect([count.add(4), count.recent(4)]).toEqual([true, 2]);
    count.setLimit(3);
    expect([count.add(5), count.add(6), count.recent(6)]).toEqual([false, true, 4]);
  });

  it("begins anew after a reset", () => {
    const count = new SlidingCount({ windowMs: 100, limit: 1 });
    count.add(0);
    count.reset();
    expect(count.add(0)).toBe(false);
  });
});
