import { describe, expect, it } from "vitest";
import { renewalDelayMs } from "../../../../../src/providers/vault/auth/renewalTimer";

describe("renewalDelayMs", () => {
  it("lies around two thirds of the life", () => {
    expect(renewalDelayMs(300, 0.5)).toBeCloseTo(200_000);
    expect(renewalDelayMs(300, 0)).toBeCloseTo(170_000);
    expect(renewalDelayMs(300, 1)).toBeCloseTo(230_000);
  });

  it("never overflows a timer, as 32 days would", () => {
    expect(renewalDelayMs(32 * 24 * 3600, 1)).toBe(24 * 3600 * 1000);
  });
});
