import { describe, expect, it } from "vitest";
import { fieldText, listFields, pickField } from "../../../../../src/providers/vault/kv/pickField";
import { parseJsonObject } from "../../../../../src/providers/vault/vaultJson";

describe("pickField", () => {
  it("takes the named one, else the only one, else value", () => {
    expect(pickField(fields('{"a":1,"b":2}'), "b", "p")).toBe("b");
    expect(pickField(fields('{"a":1}'), undefined, "p")).toBe("a");
    expect(pickField(fields('{"a":1,"value":2}'), undefined, "p")).toBe("value");
    expect(pickField(fields('{"__proto__":1}'), undefined, "p")).toBe("__proto__");
  });

  it.each(["__proto__", "constructor", "toString", "c"])("finds no %s that is not there", (name) => {
    expect(pickField(fields('{"a":1}'), name, "p")).toBeUndefined();
  });

  it("finds nothing in an empty secret", () => {
    expect(pickField(fields("{}"), undefined, "p")).toBeUndefined();
  });

  it("names the fields where it cannot choose, and no value", () => {
    const pick = () => pickField(fields('{"a":"made-up-1","b":"made-up-2"}'), undefined, "secret/app");
    expect(pick).toThrowError(/has the fields a, b, and/);
    expect(pick).not.toThrowError(/made-up/);
  });
});

it("lists at most twenty fields, shortened", () => {
  const many = Object.fromEntries(
    Array.from({ length: 23 }, (_, index) => [`f${index}`.padEnd(100, "x"), 1]),
  );
  expect(listFields(many)).toMatch(/ and 3 more$/);
  expect(listFields(many).length).toBeLessThan(20 * 67);
});

it.each([
  ["text", "text"],
  ["", ""],
  [0, "0"],
  [false, "false"],
  [null, undefined],
  [undefined, undefined],
  [{ a: [1] }, '{"a":[1]}'],
])("writes the field %j as %j", (value, expected) => {
  expect(fieldText(value)).toBe(expected);
});

function fields(text: string) {
  return parseJsonObject(text) ?? {};
}
