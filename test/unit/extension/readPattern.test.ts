import { describe, expect, it } from "vitest";
import { readPattern } from "../../../src/extension/commands/readPattern";

describe("readPattern", () => {
  const pattern = new RegExp(readPattern("A_KEY"));

  it.each([
    "process.env.A_KEY",
    "process.env?.A_KEY ?? 1",
    'process.env["A_KEY"]',
    "process.env['A_KEY']",
    "process.env?.[`A_KEY`]",
  ])("finds %s", (code) => {
    expect(code).toMatch(pattern);
  });

  it.each(["process.env.A_KEY_2", "process.env.OTHER_A_KEY", "processXenv.A_KEY", 'process.env["A_KEY_2"]'])(
    "does not find %s",
    (code) => {
      expect(code).not.toMatch(pattern);
    },
  );
});
