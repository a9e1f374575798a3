import { describe, expect, it } from "vitest";
import { handleVariable } from "../../../src/contract/variables";
import { checks, type Surroundings } from "../../../src/preload/checks";

function firstFailed(surroundings: Partial<Surroundings>): string | undefined {
  const given: Surroundings = {
    env: { [handleVariable]: "1|0|-|-|-|/made/up" },
    versions: { node: "20.0.0" },
    handle: undefined,
    rules: undefined,
    ...surroundings,
  };
  // The last check marks this process as served, which a unit test must not do.
  return checks.slice(0, -1).find((check) => !check.passes(given))?.name;
}

describe("checks", () => {
  it("pass in a session on a supported Node", () => {
    expect(firstFailed({})).toBeUndefined();
  });

  it.each([
    { env: { SECRET_ROUTER: "0", [handleVariable]: "1|0|-|-|-|/made/up" }, failed: "switched on" },
    { env: { SECRET_ROUTER: "1", [handleVariable]: "1|0|-|-|-|/made/up" }, failed: undefined },
    { env: {}, failed: "in a session" },
    { env: { [handleVariable]: "2|0|-|-|/made/up" }, failed: "in a session" },
    { env: { [handleVariable]: "1|0|-|-|relative" }, failed: "in a session" },
    { env: { [handleVariable]: "1|0|-|@|-|/made/up" }, failed: "has name rules" },
  ])("$env stops at $failed", ({ env, failed }) => {
    expect(firstFailed({ env })).toBe(failed);
  });

  it.each([
    { node: "12.22.12", failed: "supported Node" },
    { node: "13.14.0", failed: "supported Node" },
    { node: "14.0.0", failed: undefined },
    { node: "26.0.0", failed: undefined },
  ])("Node $node stops at $failed", ({ node, failed }) => {
    expect(firstFailed({ versions: { node } })).toBe(failed);
  });
});
