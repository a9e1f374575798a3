import { describe, expect, it } from "vitest";
import { isCanaryUnit, isFallbackPolicy, isMode } from "../../../src/contract/mode";

describe("the guards of modes, units and policies", () => {
  it.each([
    ["isMode", isMode, ["off", "shadow", "dual", "vault"]],
    ["isCanaryUnit", isCanaryUnit, ["process", "read", "host"]],
    ["isFallbackPolicy", isFallbackPolicy, ["env", "fail"]],
  ])("%s accepts its words and nothing else", (_name, guard, words) => {
    for (const word of words) expect(guard(word)).toBe(true);
    const others = ["", "OFF", "off ", "constructor", "length", 0, null, undefined, true, {}, [words[0]]];
    for (const other of others) expect(guard(other)).toBe(false);
  });
});
