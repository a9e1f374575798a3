import { describe, expect, it } from "vitest";
import { parseInherited, printInherited } from "../../../src/contract/inherited";

const mark = "0123456789abcdef".repeat(2);

describe("what a parent passed on", () => {
  it("comes back unchanged, names like the prototype's and odd originals too", () => {
    const list = [
      { name: "__proto__", mark, original: null },
      { name: "A_TOKEN", mark, original: 'a|b\né"\u0000' },
    ];
    expect(parseInherited(printInherited(list))).toEqual(list);
    expect(parseInherited(printInherited([]))).toEqual([]);
  });

  it.each<[string, string]>([
    ["nothing", ""],
    ["no JSON", "[["],
    ["an object", "{}"],
    ["null", "null"],
    ["an item that is text", '["A"]'],
    ["two parts", JSON.stringify([["A", mark]])],
    ["four parts", JSON.stringify([["A", mark, null, 1]])],
    ["a name that is a number", JSON.stringify([[1, mark, null]])],
    ["a mark of 31 digits", JSON.stringify([["A", mark.slice(1), null]])],
    ["a mark of 33 digits", JSON.stringify([["A", `${mark}0`, null]])],
    ["a mark in capitals", JSON.stringify([["A", mark.toUpperCase(), null]])],
    ["an original that is a number", JSON.stringify([["A", mark, 1]])],
  ])("is refused with %s", (_what, text) => {
    expect(parseInherited(text)).toBeUndefined();
  });
});
