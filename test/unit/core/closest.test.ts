import { describe, expect, it } from "vitest";
import { closest } from "../../../src/core/closest";

const words = ["mode", "debug", "secrets", "servers", "cache_ttl", "canary_percent", "canary_unit"];

describe("closest", () => {
  it.each([
    ["mod", "mode"],
    ["moed", "mode"],
    ["Mode", "mode"],
    ["secrts", "secrets"],
    ["cachettl", "cache_ttl"],
    ["canary_precent", "canary_percent"],
    ["mode", "mode"],
  ])("takes %s for %s", (word, meant) => {
    expect(closest(word, words)).toBe(meant);
  });

  it.each(["", "x", "path", "completely_else", "m".repeat(10_000)])("takes %.20s for nothing", (word) => {
    expect(closest(word, words)).toBeUndefined();
  });

  it("takes nothing for nothing", () => {
    expect(closest("mode", [])).toBeUndefined();
  });
});
