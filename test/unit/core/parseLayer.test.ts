import { describe, expect, it } from "vitest";
import { parseConfiguration } from "../../../src/core/parseConfiguration";

describe("parseLayer", () => {
  // Lines counted from the start for each good key took half a minute here.
  it("reads a long file of many environments well within a test's time", () => {
    const overlays = Array.from({ length: 4000 }, (_, index) => `"e${index}":{"mode":"off"}`);
    const text = `${"\n".repeat(800_000)}{"environments":{${overlays.join()}}}`;
    expect(parseConfiguration(text, "secret-router.json").layer.environments?.size).toBe(4000);
  });

  it("says the line of what is wrong behind many lines", () => {
    const text = `${"\n".repeat(1000)}{ "mode": "of" }`;
    expect(() => parseConfiguration(text, "secret-router.json")).toThrow("line 1001");
  });
});
