import { describe, expect, it } from "vitest";
import { compareValues } from "../../../src/core/resolution";

describe("compareValues", () => {
  it.each([
    [{ status: "found", text: "a" }, "a", "match"],
    [{ status: "found", text: "a" }, "b", "mismatch"],
    [{ status: "found", text: "a" }, "a\n", "mismatch"],
    [{ status: "found", text: "a" }, undefined, "missing_in_environment"],
    [{ status: "found", text: "" }, "", "match"],
    [{ status: "found", text: "" }, undefined, "missing_in_environment"],
    [{ status: "missing" }, "a", "missing_in_vault"],
    [{ status: "missing" }, undefined, "missing_in_vault"],
    [{ status: "error" }, "a", "error"],
    [{ status: "error" }, undefined, "error"],
  ] as const)("says of %j and %j: %s", (vault, environment, expected) => {
    expect(compareValues(vault, environment)).toBe(expected);
  });
});
