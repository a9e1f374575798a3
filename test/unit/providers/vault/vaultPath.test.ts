import { describe, expect, it } from "vitest";
import { apiPath, splitMount, splitPath } from "../../../../src/providers/vault/vaultPath";

describe("apiPath", () => {
  it.each([
    ["a?x=1", "a%3Fx%3D1"],
    ["a#f", "a%23f"],
    ["%2e%2e", "%252e%252e"],
    ["o'brien", "o%27brien"],
    ["a=b&c", "a%3Db%26c"],
    ["a\\b", "a%5Cb"],
    ["(a)*!", "%28a%29%2A%21"],
    ["ü 🔑", "%C3%BC%20%F0%9F%94%91"],
    ["...", "..."],
  ])("encodes %s as %s", (segment, expected) => {
    expect(apiPath("secret", segment)).toBe(`secret/${expected}`);
    // A URL parser must not see anything in it to resolve.
    expect(new URL(`http://v/v1/${apiPath("secret", segment)}`).pathname).toBe(`/v1/secret/${expected}`);
  });

  it.each(["", ".", "..", "a/b", "a\0", "a\r\nb", "a\u007f", "\ud800"])("refuses %j", (segment) => {
    expect(() => apiPath(segment)).toThrowError(expect.objectContaining({ code: "REFERENCE_INVALID" }));
  });

  it("takes ten thousand characters", () => {
    expect(apiPath("a".repeat(10_000))).toHaveLength(10_000);
  });
});

describe("splitPath and splitMount", () => {
  it("split what people write", () => {
    expect(splitPath("team/kv/app")).toEqual(["team", "kv", "app"]);
    expect(splitMount("/team/kv/")).toEqual(["team", "kv"]);
  });

  it("refuse a million slashes at once", () => {
    const startedAt = performance.now();
    expect(() => splitMount(`${"/".repeat(500_000)}a${"/".repeat(500_000)}b`)).toThrowError();
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it.each(["team//kv", "../kv", "team/."])("refuse %s", (path) => {
    expect(() => splitPath(path)).toThrowError();
    expect(() => splitMount(path)).toThrowError();
  });
});
