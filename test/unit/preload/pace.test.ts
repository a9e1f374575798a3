import { describe, expect, it } from "vitest";
import { maxGrantSize, nextGrantSize } from "../../../src/preload/pace";

describe("nextGrantSize", () => {
  it("doubles while grants are short, up to the largest", () => {
    expect(nextGrantSize(1, 0)).toBe(2);
    expect(nextGrantSize(maxGrantSize / 2, 5)).toBe(maxGrantSize);
    expect(nextGrantSize(maxGrantSize, 0)).toBe(maxGrantSize);
  });

  it("stays while a grant lasts between half of and all of the target", () => {
    expect(nextGrantSize(4, 6)).toBe(4);
    expect(nextGrantSize(4, 10)).toBe(4);
  });

  it("shrinks in proportion when reads become slow, never below one", () => {
    expect(nextGrantSize(8, 20)).toBe(4);
    expect(nextGrantSize(8, 11)).toBe(7);
    expect(nextGrantSize(8, 5000)).toBe(1);
    expect(nextGrantSize(1, 5000)).toBe(1);
  });

  it("trusts nothing when the clock was set back", () => {
    expect(nextGrantSize(8, -1)).toBe(1);
  });
});
