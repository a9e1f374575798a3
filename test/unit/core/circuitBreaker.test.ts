import { beforeEach, describe, expect, it } from "vitest";
import { CircuitBreaker } from "../../../src/core/circuitBreaker";

describe("CircuitBreaker", () => {
  let breaker: CircuitBreaker;

  beforeEach(() => {
    breaker = new CircuitBreaker({ failureLimit: 3, coolDownMs: 100, longestCoolDownMs: 300 });
  });

  function fail(times: number, nowMs: number): void {
    for (let time = 0; time < times; time++) breaker.failed(nowMs);
  }

  it("lets calls through up to the last failure but one", () => {
    fail(2, 0);
    expect(breaker.isOpen).toBe(false);
    expect(breaker.tryEnter(0)).toBe(true);
  });

  it("opens with the failure that reaches the limit, for the cool-down", () => {
    fail(3, 1000);
    expect(breaker.isOpen).toBe(true);
    expect(breaker.retryAt).toBe(1100);
    expect(breaker.tryEnter(1099)).toBe(false);
    expect(breaker.tryEnter(1100)).toBe(true);
  });

  it("lets one trial through at a time", () => {
    fail(3, 0);
    expect(breaker.tryEnter(100)).toBe(true);
    expect(breaker.tryEnter(100)).toBe(false);
  });

  it("closes with a trial that succeeds and then needs all its failures again", () => {
    fail(3, 0);
    breaker.tryEnter(100);
    breaker.succeeded();
    fail(2, 200);
    expect(breaker.isOpen).toBe(false);
  });

  it("doubles the cool-down with each failed trial, up to the longest", () => {
    fail(3, 0);
    for (const [at, next] of [
      [100, 300],
      [300, 600],
      [600, 900],
    ] as const) {
      expect(breaker.tryEnter(at)).toBe(true);
      breaker.failed(at);
      expect(breaker.retryAt).toBe(next);
    }
  });

  it("begins again with the first cool-down after a success", () => {
    fail(3, 0);
    breaker.tryEnter(100);
    breaker.failed(100);
    breaker.succeeded();
    fail(3, 1000);
    expect(breaker.retryAt).toBe(1100);
  });

  it("counts only failures in a row", () => {
    fail(2, 0);
    breaker.succeeded();
    fail(2, 0);
    expect(breaker.isOpen).toBe(false);
  });
});
