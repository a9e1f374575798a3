import { describe, expect, it } from "vitest";
import {
  type LeaseBody,
  type LeaseHeader,
  parseLeaseBody,
  parseLeaseHeader,
} from "../../../src/contract/lease";

const header: LeaseHeader = {
  v: 1,
  session: "s1",
  generation: 7,
  mode: "dual",
  canary: 25,
  unit: "read",
  broker: 4711,
  expires: 1_900_000_000_000,
  killed: false,
  iv: "00112233445566778899aabb",
};
const body: LeaseBody = {
  entries: [
    { name: "A_TOKEN", status: "ready", value: "made-up-a", fingerprint: "ab", version: "3" },
    { name: "B_TOKEN", status: "pending" },
    { name: "__proto__", status: "missing" },
    { name: "", status: "error" },
  ],
  fingerprintKey: "0123456789abcdef".repeat(4),
  onMissing: "env",
  onError: "fail",
  askWaitMs: 300,
  errorThreshold: 10,
  strict: true,
};

const notObjects = [
  "",
  " ",
  "null",
  "1",
  '"text"',
  "true",
  "[]",
  "{",
  "{}",
  "\u0000",
  "\uFEFF{}",
  "[".repeat(10_000),
];

describe("parseLeaseHeader", () => {
  it("gives back what was written, without what it does not know", () => {
    expect(parseLeaseHeader(JSON.stringify(header))).toStrictEqual(header);
    const more = `{"__proto__":{"polluted":1},"later":1,${JSON.stringify(header).slice(1)}`;
    expect(parseLeaseHeader(more)).toStrictEqual(header);
    expect("polluted" in {}).toBe(false);
  });

  it.each<[keyof LeaseHeader, unknown]>([
    ["generation", 0],
    ["generation", Number.MAX_SAFE_INTEGER],
    ["canary", 0],
    ["canary", 100],
    ["canary", 0.001],
    ["broker", 0],
    ["expires", 0],
    ["session", ""],
    ["mode", "off"],
    ["unit", "host"],
    ["killed", true],
  ])("accepts %s of %j", (key, value) => {
    expect(parseLeaseHeader(JSON.stringify({ ...header, [key]: value }))?.[key]).toBe(value);
  });

  it.each<[keyof LeaseHeader, unknown]>([
    ["v", 0],
    ["v", 2],
    ["v", "1"],
    ["session", 1],
    ["generation", -1],
    ["generation", 1.5],
    ["generation", Number.MAX_SAFE_INTEGER + 1],
    ["generation", "7"],
    ["mode", "on"],
    ["mode", ["dual"]],
    ["canary", -0.001],
    ["canary", 100.001],
    ["canary", "25"],
    ["canary", null],
    ["unit", "thread"],
    ["broker", -1],
    ["expires", null],
    ["killed", 0],
    ["killed", "false"],
    ["iv", header.iv.slice(1)],
    ["iv", `${header.iv}0`],
    ["iv", header.iv.toUpperCase()],
    ["iv", `${header.iv}\n`],
  ])("refuses %s of %j", (key, value) => {
    expect(parseLeaseHeader(JSON.stringify({ ...header, [key]: value }))).toBeUndefined();
  });

  it.each(Object.keys(header))("refuses a header without %s", (key) => {
    expect(parseLeaseHeader(JSON.stringify({ ...header, [key]: undefined }))).toBeUndefined();
  });

  it.each(notObjects)("refuses %.20j", (text) => {
    expect(parseLeaseHeader(text)).toBeUndefined();
  });

  it("refuses a number that JSON can write and no counter can hold", () => {
    const text = JSON.stringify(header).replace('"generation":7', '"generation":1e400');
    expect(text).toContain("1e400");
    expect(parseLeaseHeader(text)).toBeUndefined();
  });

  it("refuses every header that is cut short", () => {
    const text = JSON.stringify(header);
    for (let length = 0; length < text.length; length++) {
      if (parseLeaseHeader(text.slice(0, length)) !== undefined) expect.fail(text.slice(0, length));
    }
  });
});

describe("parseLeaseBody", () => {
  it("gives back what was written, without what it does not know", () => {
    expect(parseLeaseBody(JSON.stringify(body))).toStrictEqual(body);
    expect(parseLeaseBody(JSON.stringify({ ...body, later: 1 }))).toStrictEqual(body);
    expect(parseLeaseBody(JSON.stringify({ ...body, entries: [] }))?.entries).toEqual([]);
  });

  it.each<[keyof LeaseBody, unknown]>([
    ["entries", {}],
    ["entries", [null]],
    ["entries", ["A"]],
    ["entries", [{ name: 1, status: "ready" }]],
    ["entries", [{ name: "A", status: "stale" }]],
    ["entries", [{ name: "A", status: "ready", value: 1 }]],
    ["entries", [{ name: "A", status: "ready", value: null }]],
    ["entries", [{ name: "A", status: "ready", fingerprint: {} }]],
    ["entries", [{ name: "A", status: "ready", version: 3 }]],
    ["entries", [{ status: "ready" }]],
    ["fingerprintKey", ""],
    ["fingerprintKey", body.fingerprintKey.slice(1)],
    ["fingerprintKey", `${body.fingerprintKey}0`],
    ["fingerprintKey", body.fingerprintKey.toUpperCase()],
    ["onMissing", "vault"],
    ["onError", true],
    ["askWaitMs", -1],
    ["askWaitMs", 0.5],
    ["errorThreshold", "10"],
    ["strict", 1],
  ])("refuses %s of %j", (key, value) => {
    expect(parseLeaseBody(JSON.stringify({ ...body, [key]: value }))).toBeUndefined();
  });

  it.each(Object.keys(body))("refuses a body without %s", (key) => {
    expect(parseLeaseBody(JSON.stringify({ ...body, [key]: undefined }))).toBeUndefined();
  });

  it.each(notObjects)("refuses %.20j", (text) => {
    expect(parseLeaseBody(text)).toBeUndefined();
  });
});
