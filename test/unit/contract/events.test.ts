import { describe, expect, it } from "vitest";
import {
  comparisons,
  costBucketsNs,
  eventFilePattern,
  type ProcessEvent,
  parseProcessEvent,
  sources,
} from "../../../src/contract/events";

const costs = costBucketsNs.map(() => 1).concat(0);
const start = { t: "start", at: 1, pid: 2, ppid: 1, program: "/a b/ä.js", node: "v20.0.0" } as const;
const reads = { t: "reads", at: 1, name: "A_TOKEN", source: "vault", mode: "vault", count: 3 } as const;

const good: readonly ProcessEvent[] = [
  start,
  { t: "ask", at: 0, name: "A_TOKEN" },
  reads,
  { ...reads, version: "3", costs },
  { ...reads, source: "env", written: true },
  ...sources.map((source) => ({ ...reads, source })),
  ...comparisons.map((result) => ({ t: "compare", at: 1, name: "A", result, generation: 1 }) as const),
  { t: "lease", at: 1, generation: 2, killed: true },
  { t: "error", at: 1, code: "LEASE_UNREADABLE", off: false },
  { t: "end", at: Number.MAX_SAFE_INTEGER },
];

const bad: readonly unknown[] = [
  null,
  1,
  "start",
  [],
  {},
  { t: "start" },
  { ...start, t: "constructor" },
  { ...start, t: "__proto__" },
  { ...start, t: ["start"] },
  { ...start, at: -1 },
  { ...start, at: 1.5 },
  { ...start, at: "1" },
  { ...start, at: Number.MAX_SAFE_INTEGER + 1 },
  { ...start, pid: undefined },
  { ...start, ppid: -1 },
  { ...start, program: 1 },
  { ...start, program: "\u001b[2J" },
  { ...start, program: "a\nb" },
  { ...start, program: "\u009b31m" },
  { ...start, node: null },
  { t: "ask", at: 1 },
  { t: "ask", at: 1, name: "" },
  { t: "ask", at: 1, name: ["A"] },
  { t: "ask", at: 1, name: "A\u0007" },
  { ...reads, source: "cache" },
  { ...reads, source: undefined },
  { ...reads, mode: "on" },
  { ...reads, count: -1 },
  { ...reads, version: 3 },
  { ...reads, version: null },
  { ...reads, written: 1 },
  { ...reads, costs: {} },
  { ...reads, costs: costs.slice(1) },
  { ...reads, costs: [...costs, 0] },
  { ...reads, costs: costs.map(() => -1) },
  { ...reads, costs: costs.map(() => null) },
  { t: "compare", at: 1, name: "A", result: "equal", generation: 1 },
  { t: "compare", at: 1, name: "A", result: "match", generation: "1" },
  { t: "lease", at: 1, generation: 2 },
  { t: "lease", at: 1, generation: 2, killed: "true" },
  { t: "error", at: 1, code: "lower", off: false },
  { t: "error", at: 1, code: "A B", off: false },
  { t: "error", at: 1, code: "", off: false },
  { t: "error", at: 1, code: "OK", off: 0 },
];

describe("parseProcessEvent", () => {
  it.each(good)("accepts %j", (event) => {
    expect(parseProcessEvent(JSON.stringify(event))).toStrictEqual(event);
  });

  it.each(bad)("refuses %j", (event) => {
    expect(parseProcessEvent(JSON.stringify(event))).toBeUndefined();
  });

  it.each([
    "",
    " ",
    "{",
    '{"t":"end","at":1',
    '{"t":"end","at":1}}',
    '{"t":"end","at":1e400}',
    "[".repeat(16_384),
  ])("refuses %.30j, which is no JSON of ours", (line) => {
    expect(parseProcessEvent(line)).toBeUndefined();
  });

  it.each<[string, (text: string) => unknown, number]>([
    ["a name", (name) => ({ t: "ask", at: 1, name }), 256],
    ["a program", (program) => ({ ...start, program }), 4096],
    ["a version", (version) => ({ ...reads, version }), 4096],
    ["a code", (code) => ({ t: "error", at: 1, code, off: true }), 64],
  ])("accepts %s of its longest length and none longer", (_what, make, longest) => {
    expect(parseProcessEvent(JSON.stringify(make("A".repeat(longest))))).toBeDefined();
    expect(parseProcessEvent(JSON.stringify(make("A".repeat(longest + 1))))).toBeUndefined();
  });

  it("keeps only what it knows, so that nothing else reaches the audit log", () => {
    const line = `{"__proto__":{"polluted":1},"value":"made-up-value","t":"end","at":1}`;
    expect(parseProcessEvent(line)).toStrictEqual({ t: "end", at: 1 });
    expect(parseProcessEvent(JSON.stringify({ ...reads, value: "made-up-value" }))).toStrictEqual(reads);
    expect("polluted" in {}).toBe(false);
  });
});

describe("the name of an event file", () => {
  it.each(["1-1.jsonl", "4711-1700000000000.jsonl"])("may be %s", (name) => {
    expect(eventFilePattern.test(name)).toBe(true);
  });

  it.each([
    "a-1.jsonl",
    "1-1.jsonl.tmp",
    "../1-1.jsonl",
    "1-1.json",
    "-1.jsonl",
    "12345678901-1.jsonl",
    "1-1\n.jsonl",
  ])("may not be %j", (name) => {
    expect(eventFilePattern.test(name)).toBe(false);
  });
});
