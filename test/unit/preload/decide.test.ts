import { describe, expect, it } from "vitest";
import type { LeaseBody, LeaseEntry, LeaseHeader } from "../../../src/contract/lease";
import { decide, isWithheld, modeOf } from "../../../src/preload/decide";
import type { Lease } from "../../../src/preload/openLease";
import { createSlot, served } from "../../../src/preload/slot";

function lease(
  header: Partial<LeaseHeader>,
  entry?: Omit<LeaseEntry, "name">,
  body: Partial<LeaseBody> = {},
): Lease {
  const entries = entry === undefined ? {} : { API_TOKEN: { name: "API_TOKEN", ...entry } };
  return {
    header: {
      v: 1,
      session: "s",
      generation: 1,
      mode: "vault",
      canary: 50,
      unit: "process",
      broker: 1,
      expires: 0,
      killed: false,
      iv: "",
      ...header,
    },
    body: {
      entries: [],
      fingerprintKey: "",
      onMissing: "env",
      onError: "env",
      askWaitMs: 0,
      errorThreshold: 10,
      strict: false,
      ...body,
    },
    entries,
  };
}

const ready = { status: "ready", value: "made-up" } as const;
const below = () => 0;
const above = () => 0xffffffff;

describe("decide", () => {
  it.each([
    { what: "no lease", given: undefined, expected: served.native, waits: false },
    { what: "off", given: lease({ mode: "off" }, ready), expected: served.native, waits: false },
    { what: "killed", given: lease({ killed: true }, ready), expected: served.native, waits: false },
    { what: "shadow", given: lease({ mode: "shadow" }, ready), expected: served.native, waits: false },
    { what: "shadow without entry", given: lease({ mode: "shadow" }), expected: served.native, waits: false },
    { what: "vault", given: lease({}, ready), expected: served.vault, waits: false },
    { what: "vault, pending", given: lease({}, { status: "pending" }), expected: served.native, waits: true },
    { what: "vault, unknown", given: lease({}), expected: served.native, waits: true },
    {
      what: "vault, ready without value",
      given: lease({}, { status: "ready" }),
      expected: served.native,
      waits: false,
    },
    {
      what: "vault, missing",
      given: lease({}, { status: "missing" }),
      expected: served.native,
      waits: false,
    },
    {
      what: "vault, missing, fail",
      given: lease({}, { status: "missing" }, { onMissing: "fail" }),
      expected: served.nothing,
      waits: false,
    },
    {
      what: "vault, error, fail",
      given: lease({}, { status: "error" }, { onError: "fail" }),
      expected: served.nothing,
      waits: false,
    },
    { what: "canary", given: lease({ mode: "dual" }, ready), expected: served.vault, waits: false },
    {
      what: "per read",
      given: lease({ mode: "dual", unit: "read" }, ready),
      expected: served.perRead,
      waits: false,
    },
  ])("$what", ({ given, expected, waits }) => {
    const slot = createSlot("API_TOKEN");
    expect(decide(slot, given, below)).toBe(waits);
    expect(slot.served).toBe(expected);
    expect(slot.value).toBe(expected === served.vault || expected === served.perRead ? "made-up" : undefined);
  });

  it("leaves a name outside the canary to the environment without waiting", () => {
    const slot = createSlot("API_TOKEN");
    expect(decide(slot, lease({ mode: "dual" }), above)).toBe(false);
    expect(slot.served).toBe(served.native);
  });

  it("takes the value away again when the next lease has none", () => {
    const slot = createSlot("API_TOKEN");
    decide(slot, lease({}, ready), below);
    decide(slot, undefined, below);
    expect([slot.served, slot.value]).toEqual([served.native, undefined]);
  });

  it("never routes what the program wrote", () => {
    const slot = createSlot("API_TOKEN");
    slot.written = true;
    expect(decide(slot, lease({}), below)).toBe(false);
    decide(slot, lease({}, ready), below);
    expect(slot.served).toBe(served.native);
  });
});

describe("isWithheld", () => {
  it.each([
    { header: {}, strict: true, expected: true },
    { header: {}, strict: false, expected: false },
    { header: { mode: "dual", canary: 100 } as const, strict: true, expected: true },
    { header: { mode: "dual", canary: 99 } as const, strict: true, expected: false },
    { header: { mode: "shadow" } as const, strict: true, expected: false },
    { header: { killed: true }, strict: true, expected: false },
  ])("$header, strict $strict: $expected", ({ header, strict, expected }) => {
    const slot = createSlot("API_TOKEN");
    slot.value = "made-up";
    expect(isWithheld(slot, lease(header, ready, { strict }))).toBe(expected);
  });

  it.each([
    { what: "a NUL", value: "made\0up" },
    { what: "more than an environment takes", value: "x".repeat(128 * 1024) },
  ])("keeps a value with $what from children, strict or not, and serves it", ({ value }) => {
    const slot = createSlot("API_TOKEN");
    const given = lease({}, { status: "ready", value });
    decide(slot, given, below);
    expect([slot.value, isWithheld(slot, given)]).toEqual([value, true]);
    const next = lease({}, ready);
    decide(slot, next, below);
    expect(isWithheld(slot, next)).toBe(false);
  });
});

describe("modeOf", () => {
  it("counts a kill as off", () => {
    expect(modeOf(lease({ mode: "vault", killed: true }))).toBe("off");
    expect(modeOf(lease({ mode: "dual" }))).toBe("dual");
    expect(modeOf(undefined)).toBe("off");
  });
});
