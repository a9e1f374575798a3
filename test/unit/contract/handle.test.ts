import { describe, expect, it } from "vitest";
import { type Handle, parseHandle, printHandle, sessionIdOf } from "../../../src/contract/handle";
import { defaultNameRules } from "../../../src/contract/secretNames";

const keyHex = "0123456789abcdef".repeat(4);
const handle: Handle = {
  directory: "/run/user/1000/secret-router/s1",
  keyHex,
  brokerPid: 4711,
  rules: defaultNameRules,
  inherited: "",
};
const rules = {
  names: ["OPENAI_API_KEY", "a|b", "ä%20"],
  include: ["MY_*"],
  exclude: ["*_TOKEN"],
  scope: ["ONE"],
};

describe("a handle", () => {
  it.each<[string, Partial<Handle>]>([
    ["the common case", {}],
    ["no key", { keyHex: null }],
    ["no broker", { brokerPid: 0 }],
    ["the largest process id", { brokerPid: 4_294_967_295 }],
    ["rules of its own", { rules }],
    ["rules in a file", { rules: null }],
    ["an empty scope, which routes nothing", { rules: { ...defaultNameRules, scope: [] } }],
    ["names like the prototype's", { rules: { ...rules, names: ["__proto__", "constructor"] } }],
    ["what a parent passed on", { inherited: "c2VhbGVk/+8=" }],
    ["a directory with bars", { directory: "/tmp/a|b||c/s1|" }],
    [
      "a directory with spaces, quotes and letters beyond ASCII",
      { directory: `/tmp/a b/"c"/'d'/ä密/%2F/s1` },
    ],
    ["a Windows directory", { directory: "C:\\Users\\a b\\s1" }],
    ["a Windows directory with slashes", { directory: "d:/Users/s1" }],
    ["a directory on a Windows share", { directory: "\\\\server\\share\\s1" }],
  ])("comes back unchanged with %s", (_what, change) => {
    const whole = { ...handle, ...change };
    expect(parseHandle(printHandle(whole))).toEqual(whole);
  });

  it("has no line break, NUL or default rules spelled out", () => {
    expect(printHandle({ ...handle, rules: { ...rules, names: ["a\nb\0c"] } })).not.toMatch(/[\n\0]/);
    expect(printHandle({ ...handle, keyHex: null, brokerPid: 0, rules: null })).toBe(
      "1|0|-|@|-|/run/user/1000/secret-router/s1",
    );
    expect(printHandle(handle)).toBe(`1|4711|${keyHex}|-|-|/run/user/1000/secret-router/s1`);
  });

  it.each<[string, string | undefined]>([
    ["nothing", undefined],
    ["an empty text", ""],
    ["another version", `2|1|${keyHex}|-|-|/tmp/s`],
    ["a version with a blank", ` 1|1|${keyHex}|-|-|/tmp/s`],
    ["too few parts", `1|1|${keyHex}|-|/tmp/s`],
    ["no directory", `1|1|${keyHex}|-|-|`],
    ["a relative directory", `1|1|${keyHex}|-|-|tmp/s`],
    ["a home directory unexpanded", `1|1|${keyHex}|-|-|~/s`],
    ["a drive without a root", `1|1|${keyHex}|-|-|C:s`],
    ["an address", `1|1|${keyHex}|-|-|file:///tmp/s`],
    ["a negative process id", `1|-1|${keyHex}|-|-|/tmp/s`],
    ["a process id of 11 digits", `1|12345678901|${keyHex}|-|-|/tmp/s`],
    ["a process id in words", `1|one|${keyHex}|-|-|/tmp/s`],
    ["an empty process id", `1||${keyHex}|-|-|/tmp/s`],
    ["an empty key", "1|1||-|-|/tmp/s"],
    ["a key of 63 digits", `1|1|${keyHex.slice(1)}|-|-|/tmp/s`],
    ["a key of 65 digits", `1|1|${keyHex}0|-|-|/tmp/s`],
    ["a key in capitals", `1|1|${keyHex.toUpperCase()}|-|-|/tmp/s`],
    ["a key and a line break", `1|1|${keyHex}\n|-|-|/tmp/s`],
    ["NUL in the directory", `1|1|${keyHex}|-|-|/tmp/\0s`],
    ["rules that are not JSON", `1|1|${keyHex}|%7B|-|/tmp/s`],
    ["rules with a broken escape", `1|1|${keyHex}|%E0%A4%A|-|/tmp/s`],
    ["empty rules", `1|1|${keyHex}||-|/tmp/s`],
    ["rules that are null", `1|1|${keyHex}|null|-|/tmp/s`],
    ["rules that are a list", `1|1|${keyHex}|%5B%5D|-|/tmp/s`],
  ])("is refused with %s", (_what, text) => {
    expect(parseHandle(text)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ["a list with a number", { ...rules, names: [1] }],
    ["names that are text", { ...rules, names: "A" }],
    ["no include", { ...rules, include: undefined }],
    ["an exclude that is null", { ...rules, exclude: null }],
    ["no scope", { ...rules, scope: undefined }],
    ["a scope that is true", { ...rules, scope: true }],
  ])("is refused when its rules have %s", (_what, wrong) => {
    const text = encodeURIComponent(JSON.stringify(wrong));
    expect(parseHandle(`1|1|${keyHex}|${text}|-|/tmp/s`)).toBeUndefined();
  });

  it.each(["", "a", "=", "ab===", "a b", "ab|", "a-b_", "ab=c"])(
    "is refused with %j for what was inherited",
    (text) => {
      expect(parseHandle(`1|1|${keyHex}|-|${text}|/tmp/s`)?.inherited).not.toBe(text);
    },
  );

  it("leaves out what was inherited rather than grow beyond what can be read back", () => {
    expect(parseHandle(printHandle({ ...handle, inherited: "x".repeat(64 * 1024) }))).toEqual(handle);
  });

  it("keeps of its rules only what it knows", () => {
    const text = encodeURIComponent(
      `{"__proto__":{"polluted":1},"extra":1,${JSON.stringify(rules).slice(1)}`,
    );
    expect(parseHandle(`1|1|${keyHex}|${text}|-|/tmp/s`)?.rules).toStrictEqual(rules);
    expect("polluted" in {}).toBe(false);
  });

  it("is accepted at the longest length and refused beyond it", () => {
    const start = `1|1|${keyHex}|-|-|/`;
    const longest = start + "d".repeat(64 * 1024 - start.length);
    expect(parseHandle(longest)?.directory).toHaveLength(64 * 1024 - start.length + 1);
    expect(parseHandle(`${longest}d`)).toBeUndefined();
  });
});

describe("sessionIdOf", () => {
  it.each([
    ["/run/user/1000/secret-router/s1", "s1"],
    ["C:\\Users\\a\\s1", "s1"],
    ["C:\\Users/a/s1", "s1"],
    ["s1", "s1"],
  ])("takes from %s its last part %s", (directory, id) => {
    expect(sessionIdOf(directory)).toBe(id);
  });
});
