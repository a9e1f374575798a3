import { describe, expect, it } from "vitest";
import type { CommandSpec } from "../../../src/cli/commandSpec";
import { flagNumber, type Invocation } from "../../../src/cli/invocation";
import { parseInvocation } from "../../../src/cli/parseInvocation";
import { RouterError } from "../../../src/core/routerError";

const spec: CommandSpec = {
  name: "paint",
  summary: "Paint",
  operands: [{ name: "WALL", summary: "the wall", required: true, choices: ["north", "south"] }],
  flags: [
    { name: "colour", value: "NAME", summary: "the colour" },
    { name: "coats", value: "N", summary: "how many" },
    { name: "quick", summary: "hurry" },
  ],
  notes: [],
  examples: [],
};

describe("parseInvocation", () => {
  it("takes operands and flags in any order", () => {
    const parsed = parseInvocation(spec, ["--quick", "north", "--colour=red", "--coats", "2"]);
    expect(parsed.operands).toEqual(["north"]);
    expect([...parsed.flags]).toEqual([
      ["quick", true],
      ["colour", "red"],
      ["coats", "2"],
    ]);
  });

  it("takes a value that begins with a dash only after an equals sign", () => {
    expect(parseInvocation(spec, ["north", "--colour=-dark"]).flags.get("colour")).toBe("-dark");
    expect(refusal(["north", "--colour", "--quick"])).toMatch(/--colour needs a value/);
    expect(refusal(["north", "--colour", "-dark"])).toMatch(/--colour needs a value/);
  });

  it.each([
    [["north", "--colur", "red"], /no flag --colur.*Did you mean --colour\?/s],
    [["north", "--zzz"], /no flag --zzz/],
    [["north", "-x"], /no flag -x/],
    [["north", "--quick", "--quick"], /--quick was given twice/],
    [["north", "--quick=yes"], /--quick takes no value/],
    [["north", "--colour="], /--colour needs a value: NAME/],
    [["north", "--colour"], /--colour needs a value: NAME/],
    [[], /paint needs WALL: the wall/],
    [[""], /WALL is empty/],
    [["nroth"], /WALL must be one of north, south.*Did you mean north\?/s],
    [["north", "south"], /one argument too many/],
    [["north", "a", "b"], /2 arguments too many/],
  ])("refuses %j", (words, expected) => {
    expect(refusal(words)).toMatch(expected);
  });

  it("repeats no word that may be a secret", () => {
    const pasted = "made-up-pasted-secret-51c2";
    for (const words of [
      ["north", pasted],
      [pasted],
      ["north", `--value=${pasted}`],
      ["north", "--value", pasted],
      ["north", `--quick=${pasted}`],
      ["north", `-${pasted}`],
    ]) {
      expect(refusal(words)).not.toContain("pasted-secret");
    }
  });

  it("lets everything after -- be an operand", () => {
    const many: CommandSpec = { ...spec, operands: [{ name: "X", summary: "x", repeats: true }] };
    expect(parseInvocation(many, ["--quick", "--", "--colour", "-x"]).operands).toEqual(["--colour", "-x"]);
  });

  it("asks for nothing more where help is wanted", () => {
    expect(parseInvocation(spec, ["--help"]).flags.has("help")).toBe(true);
    expect(parseInvocation(spec, ["-h"]).flags.has("help")).toBe(true);
  });
});

describe("flagNumber", () => {
  const limits = { min: 0, max: 100, whole: false };

  it.each([
    ["0", 0],
    ["100", 100],
    ["12.5", 12.5],
  ])("takes %s", (text, value) => {
    expect(flagNumber(invocation(text), "coats", limits)).toBe(value);
  });

  it.each(["100.1", "101", "-1", "1e1", "", " 5", "0x10", "NaN"])("refuses %j", (text) => {
    expect(() => flagNumber(invocation(text), "coats", limits)).toThrow(/a number from 0 to 100/);
  });

  it("refuses a fraction where a whole number is wanted", () => {
    expect(() => flagNumber(invocation("1.5"), "coats", { ...limits, whole: true })).toThrow(/whole number/);
  });
});

function invocation(text: string): Invocation {
  return { operands: [], flags: new Map([["coats", text]]) };
}

function refusal(words: readonly string[]): string {
  try {
    parseInvocation(spec, words);
  } catch (error) {
    if (RouterError.is(error, "USAGE")) return `${error.message}\n${error.nextStep}`;
    throw error;
  }
  throw new Error(`Accepted ${JSON.stringify(words)}.`);
}
