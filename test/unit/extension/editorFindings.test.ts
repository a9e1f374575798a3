import { describe, expect, it } from "vitest";
import { type EditorFacts, editorFindings } from "../../../src/extension/reports/editorFindings";

const facts: EditorFacts = {
  editor: "VS Code 1.104.0",
  node: "22.19.0",
  isTrusted: true,
  isRouting: true,
  routesDebugLaunches: true,
  startsServers: true,
  terminals: "leave",
  routesAgentTerminals: false,
  preload: { path: "/s/preload.cjs", state: "whole" },
  environment: {},
  unrouted: [],
};
const wrong = (changes: Partial<EditorFacts>) =>
  editorFindings({ ...facts, ...changes }).filter(({ level }) => level !== "ok");

describe("editorFindings", () => {
  it("finds nothing wrong where nothing is", () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ preload: { path: "/s/preload.cjs", state: "absent" } })).toEqual([]);
  });

  it.each([
    [{ isTrusted: false }, "warning", "workspace"],
    [{ isRouting: false }, "warning", "workspace"],
    [{ routesDebugLaunches: false }, "warning", "launches"],
    [{ environment: { SECRET_ROUTER: "0" } }, "warning", "launches"],
    [{ startsServers: false }, "warning", "MCP servers"],
    [{ preload: { path: "/s/preload.cjs", state: "differs" } }, "problem", "preloader"],
    [{ unrouted: [{ label: "late", why: "It was not ready.", isFailure: true }] }, "warning", "launches"],
  ] as const)("finds for %j a %s with what to do", (changes, level, area) => {
    expect(wrong(changes)).toEqual([
      { level, area, message: expect.any(String), nextStep: expect.stringMatching(/\.$/) },
    ]);
  });

  it("tells of a launch that nobody could route, and finds nothing wrong with that", () => {
    const unrouted = [{ label: "attach", why: "It runs already.", isFailure: false }];
    expect(wrong({ unrouted })).toEqual([]);
    expect(editorFindings({ ...facts, unrouted }).map(({ message }) => message)).toContain(
      '"attach" runs unrouted. It runs already.',
    );
  });

  it.each([
    [{ terminals: "route" }, "Terminals and tasks are routed, but not those of agents."],
    [
      { terminals: "route", routesAgentTerminals: true },
      "Terminals and tasks are routed, and those of agents too.",
    ],
    [{ terminals: "ask" }, "Terminals and tasks are not routed."],
    [{ terminals: "leave", isRouting: false }, undefined],
  ] as const)("says of terminals with %j: %s", (changes, message) => {
    const said = editorFindings({ ...facts, ...changes }).find(({ area }) => area === "terminals");
    expect(said?.message).toBe(message);
  });
});
