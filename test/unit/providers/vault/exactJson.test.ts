import { describe, expect, it } from "vitest";
import { ExactNumber, parseExactJson, printExactJson } from "../../../../src/providers/vault/exactJson";
import { asObject, parseJsonObject } from "../../../../src/providers/vault/vaultJson";

const same = (value: unknown) => value;

describe("parseExactJson", () => {
  it.each([
    '{"a":12345678901234567890}',
    "[1.10,-0,1E5,1e-7,0.1,-12,9007199254740993]",
    '{"text":"12345678901234567890 \\" 1.10 \\\\","b":[1.0]}',
    '"\\\\"',
    '{"\\"1.10":1.10}',
  ])("gives %s back as it was", (text) => {
    expect(printExactJson(parseExactJson(text, same))).toBe(text);
  });

  it("leaves numbers alone that JavaScript holds", () => {
    expect(parseExactJson("[1,-2.5,9007199254740991]", same)).toEqual([1, -2.5, 9007199254740991]);
    expect(parseExactJson("9007199254740993", same)).toBeInstanceOf(ExactNumber);
  });

  it.each(["[01]", "[1.]", "[.5]", "[1e]", "[--1]", '{"a":"', '{"a":"\\', "", "[1.10.1]"])(
    "refuses %s as JSON.parse does",
    (text) => {
      expect(() => parseExactJson(text, same)).toThrowError(SyntaxError);
    },
  );

  it("takes time in proportion to the text", () => {
    const text = JSON.stringify({ a: "\\".repeat(1_000_000), b: '"'.repeat(500_000) });
    const startedAt = performance.now();
    parseExactJson(text, same);
    parseJsonObject(`[${"1.10,".repeat(200_000)}1]`);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});

describe("parseJsonObject", () => {
  it("gives objects without a prototype, to any depth", () => {
    const key = "__proto__";
    const parsed = parseJsonObject('{"__proto__":{"polluted":1},"a":{"b":[{}]}}');
    expect(Object.keys(parsed ?? {})).toEqual([key, "a"]);
    expect(Object.getPrototypeOf(asObject(parsed?.[key]))).toBeNull();
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it.each(["[]", '"text"', "1", "null", "1.10", "", "{"])("refuses %j", (text) => {
    expect(parseJsonObject(text)).toBeUndefined();
  });
});
