import { describe, expect, it } from "vitest";
import { retryDelay } from "../../../../../src/providers/vault/transport/retryDelay";

const now = Date.parse("2026-01-01T00:00:00Z");

describe("retryDelay", () => {
  it.each([412, 500, 502, 503, 504, 599])("repeats %i twice and no more", (status) => {
    expect(delay({ status, attempt: 1 })).toBe(100);
    expect(delay({ status, attempt: 2 })).toBe(200);
    expect(delay({ status, attempt: 3 })).toBeUndefined();
  });

  it.each([200, 204, 400, 401, 403, 404, 405, 472, 473, 499, 501])("never repeats %i", (status) => {
    expect(delay({ status })).toBeUndefined();
  });

  it("never repeats a sealed 503", () => {
    expect(delay({ status: 503, sealed: true })).toBeUndefined();
  });

  it.each([
    ["2", 2000],
    ["0", 100],
    ["Thu, 01 Jan 2026 00:00:05 GMT", 5000],
    ["Wed, 31 Dec 2025 00:00:00 GMT", 100],
    ["soon", 100],
    ["-1", 100],
    [undefined, 100],
  ])("waits for Retry-After %s at 429 for %i ms", (retryAfter, expected) => {
    expect(delay({ status: 429, retryAfter })).toBe(expected);
  });

  it("spreads from half to one and a half times", () => {
    expect(delay({ status: 500, random: 0 })).toBe(50);
    expect(delay({ status: 500, random: 1 })).toBe(150);
  });

  it("does nothing where the user wants no repeats", () => {
    expect(retryDelay({ status: 500, sealed: false }, 1, 0, 0.5, now)).toBeUndefined();
  });
});

function delay(given: {
  status: number;
  attempt?: number;
  sealed?: boolean;
  random?: number;
  retryAfter?: string | undefined;
}): number | undefined {
  const { status, attempt = 1, sealed = false, random = 0.5, retryAfter } = given;
  const answer = { status, sealed, ...(retryAfter === undefined ? {} : { retryAfter }) };
  return retryDelay(answer, attempt, 2, random, now);
}
