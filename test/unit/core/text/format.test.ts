import { describe, expect, it } from "vitest";
import { formatAge, formatSeconds, formatTime } from "../../../../src/core/text/formatTime";
import { wrap } from "../../../../src/core/text/wrap";

describe("formatSeconds", () => {
  it.each([
    [0, "0 s"],
    [119, "119 s"],
    [120, "2 min"],
    [5399, "90 min"],
    [5400, "2 h"],
    [172_799, "48 h"],
    [172_800, "2 days"],
  ])("says %i seconds as %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

describe("formatAge", () => {
  it.each([
    [1000, 2499, "now"],
    [1000, 2501, "2 s ago"],
    [5000, 1000, "now"],
  ])("from %i to %i is %s", (then, now, text) => {
    expect(formatAge(then, now)).toBe(text);
  });
});

describe("formatTime", () => {
  it("sorts as text and names what is no time", () => {
    expect(formatTime(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe("2026-01-02 03:04:05");
    expect(formatTime(Number.NaN)).toBe("?");
  });
});

describe("wrap", () => {
  it("breaks at the last space that fits", () => {
    expect(wrap("one two three", 7)).toBe("one two\nthree");
    expect(wrap("one two three", 6)).toBe("one\ntwo\nthree");
  });

  it("counts the indent and never breaks a word", () => {
    expect(wrap("one two", 9, "  ")).toBe("  one two");
    expect(wrap("one two", 8, "  ")).toBe("  one\n  two");
    expect(wrap("a-word-of-its-own x", 4)).toBe("a-word-of-its-own\nx");
  });
});
