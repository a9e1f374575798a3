import { describe, expect, it } from "vitest";
import { Histogram } from "../../../src/core/histogram";

describe("Histogram", () => {
  it("has no percentiles while empty", () => {
    const histogram = new Histogram([10, 20]);
    expect([histogram.count, histogram.percentile(0.5), histogram.percentile(1)]).toEqual([0, null, null]);
  });

  it("counts a value on a bound in the bucket that ends there, and the next one above it", () => {
    const histogram = new Histogram([10, 20]);
    histogram.add(10);
    expect(histogram.percentile(1)).toBe(10);
    histogram.add(10.1);
    expect(histogram.percentile(1)).toBe(20);
  });

  it("gives the last bound for all that lies above it", () => {
    const histogram = new Histogram([10, 20]);
    histogram.add(1e9);
    expect(histogram.percentile(0.5)).toBe(20);
  });

  it("takes the share exactly: 95 of 100 are the 95th percentile", () => {
    const histogram = new Histogram([1, 2, 3]);
    histogram.addCounts([95, 5, 0, 0]);
    expect(histogram.percentile(0.95)).toBe(1);
    expect(histogram.percentile(0.951)).toBe(2);
  });

  it("ignores missing and surplus counts", () => {
    const histogram = new Histogram([1]);
    histogram.addCounts([1]);
    histogram.addCounts([1, 1, 50]);
    expect(histogram.count).toBe(3);
  });
});
