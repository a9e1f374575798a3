import { describe, expect, it } from "vitest";
import { handleVariable } from "../../../src/contract/variables";
import { terminalOutcome } from "../../../src/extension/terminals/terminalOutcome";
import { contributionOf, isCarried, terminalPlan } from "../../../src/extension/terminals/terminalPlan";

describe("the plan for terminals", () => {
  it.each([
    { isRouting: false, setting: "on", choice: "on", plan: "leave" },
    { isRouting: false, setting: "ask", choice: undefined, plan: "leave" },
    { isRouting: true, setting: "off", choice: undefined, plan: "leave" },
    { isRouting: true, setting: "off", choice: "on", plan: "leave" },
    { isRouting: true, setting: "ask", choice: undefined, plan: "ask" },
    { isRouting: true, setting: "ask", choice: "on", plan: "route" },
    { isRouting: true, setting: "ask", choice: "off", plan: "leave" },
    { isRouting: true, setting: "on", choice: undefined, plan: "route" },
    { isRouting: true, setting: "on", choice: "on", plan: "route" },
    { isRouting: true, setting: "on", choice: "off", plan: "leave" },
  ] as const)(
    "is $plan with opt-in $isRouting, setting $setting and choice $choice",
    ({ plan, ...facts }) => {
      expect(terminalPlan({ ...facts, isSupported: true })).toBe(plan);
      // Where it cannot be done, nobody is asked, and only who has turned it off is told nothing.
      const told = plan === "leave" ? "leave" : "tell";
      expect(terminalPlan({ ...facts, isSupported: false })).toBe(told);
    },
  );
});

describe("what became of the plan", () => {
  it.each([
    ["route", [], "routed"],
    ["route", [{ kind: "debug" }], "routed"],
    ["route", [{ kind: "debug" }, { kind: "terminals" }], "failed"],
    ["ask", [], "left"],
    ["tell", [{ kind: "terminals" }], "left"],
    ["leave", [{ kind: "terminals" }], "left"],
  ] as const)("%s is with %j: %s", (plan, unrouted, outcome) => {
    expect(terminalOutcome(plan, unrouted)).toBe(outcome);
  });
});

describe("what terminals are given", () => {
  const option = '--require "/a b/preload.cjs"';

  it("is kept apart by blanks from what stands before and after it", () => {
    expect(contributionOf(option, new Map()).prepended).toEqual({ NODE_OPTIONS: ` ${option} ` });
  });

  it("has one handle for all where there is one folder", () => {
    const { replaced, replacedIn } = contributionOf(option, new Map([["/one", "handle"]]));
    expect(replaced).toEqual({ [handleVariable]: "handle" });
    expect(replacedIn.size).toBe(0);
  });

  it("has each folder's own handle where there are several", () => {
    const handles = new Map([
      ["/one", "first"],
      ["/two", "second"],
    ]);
    const { replaced, replacedIn } = contributionOf(option, handles);
    expect(replaced).toEqual({});
    expect([...replacedIn.values()]).toEqual([{ [handleVariable]: "first" }, { [handleVariable]: "second" }]);
  });

  it("holds nothing that the editor would expand", () => {
    expect(isCarried(option)).toBe(true);
    expect(isCarried("$HOME and {this}")).toBe(true);
    expect(isCarried("/home/${env:HOME}")).toBe(false);
  });
});
