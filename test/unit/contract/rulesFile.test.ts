import { describe, expect, it } from "vitest";
import { maxHandleLength } from "../../../src/contract/handle";
import { maxRulesBytes, parseRulesFile, printRulesFile } from "../../../src/contract/rulesFile";
import { defaultNameRules } from "../../../src/contract/secretNames";

const rules = { names: ["A_NAME", "__proto__"], include: ["MY_*"], exclude: ["*_TOKEN"], scope: null };

describe("a session's rules file", () => {
  it.each([
    { rules: defaultNameRules, routesAgents: false },
    { rules, routesAgents: true },
    { rules: { ...rules, scope: [] }, routesAgents: false },
  ])("comes back unchanged: %j", (file) => {
    expect(parseRulesFile(printRulesFile(file))).toEqual(file);
  });

  it("may hold what a handle may", () => {
    expect(maxRulesBytes).toBeGreaterThanOrEqual(maxHandleLength);
  });

  it.each([
    "",
    "{",
    "null",
    "[]",
    "1",
    JSON.stringify({ v: 1, rules }),
    JSON.stringify({ v: 1, rules, routesAgents: "true" }),
    JSON.stringify({ v: 2, rules, routesAgents: true }),
    JSON.stringify({ v: 1, routesAgents: true }),
    JSON.stringify({ v: 1, rules: { ...rules, names: [1] }, routesAgents: true }),
    JSON.stringify({ v: 1, rules: { ...rules, scope: "A" }, routesAgents: true }),
  ])("is refused as %j", (text) => {
    expect(parseRulesFile(text)).toBeUndefined();
  });
});
