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
const late = { label: "late", kind: "debug", why: "It was not ready.", isFailure: true } as const;
const brokenTerminals = {
  label: "Terminals",
  kind: "terminals",
  why: "It failed.",
  isFailure: true,
} as const;
const unsupported = { ...brokenTerminals, why: "Not in this packaging.", isFailure: false } as const;
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
    [{ unrouted: [late] }, "warning", "launches"],
    [{ terminals: "route", unrouted: [brokenTerminals] }, "warning", "terminals"],
    [{ terminals: "tell", unrouted: [unsupported] }, "warning", "terminals"],
  ] as const)("finds for %j a %s with what to do", (changes, level, area) => {
    expect(wrong(changes)).toEqual([
      { level, area, message: expect.any(String), nextStep: expect.stringMatching(/\.$/) },
    ]);
  });

  it("tells of a launch that nobody could route, and finds nothing wrong with that", () => {
    const unrouted = [{ label: "attach", kind: "debug", why: "It runs already.", isFailure: false }] as const;
    expect(wrong({ unrouted })).toEqual([]);
    expect(editorFindings({ ...facts, unrouted }).map(({ message }) => message)).toContain(
      '"attach" runs unrouted. It runs already.',
    );
  });

  it("does not say of terminals that they are routed where that has failed", () => {
    const said = editorFindings({ ...facts, terminals: "route", unrouted: [brokenTerminals, late] })
      .filter(({ area }) => area === "terminals")
      .map(({ message }) => message);
    expect(said).toEqual(["Terminals should be routed and are not. It failed."]);
  });

  it("says of terminals why this editor's packaging lets none be routed", () => {
    const said = wrong({ terminals: "tell", unrouted: [unsupported] }).map(({ message }) => message);
    expect(said).toEqual(["Terminals are not routed. Not in this packaging."]);
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
