import { performance } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import { describedInputs } from "../../../src/extension/mcp/describedInputs";
import type { ServerInput } from "../../../src/mcp/mcpServer";

const input = (id: string, description = ""): ServerInput => ({
  id,
  description,
  preset: undefined,
  isPassword: false,
  options: undefined,
});

describe("the inputs of a launch", () => {
  it("come in the order in which they are needed, the first description of each, and none without one", () => {
    const inputs = [input("a", "first"), input("b"), input("a", "second"), input("unused")];
    expect(describedInputs(["b", "none", "a"], inputs)).toEqual([input("b"), input("a", "first")]);
  });

  it("are found at once among as many as a file has room for", () => {
    const ids = Array.from({ length: 120_000 }, (_, index) => `i${index}`);
    const inputs = Array.from({ length: 50_000 }, (_, index) => input(`other${index}`));
    const start = performance.now();
    expect(describedInputs(ids, inputs)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
