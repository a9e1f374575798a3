import { describe, expect, it } from "vitest";
import type { Kill, NameStatus, SessionStatus } from "../../../src/broker/sessionStatus";
import { sessionNotes } from "../../../src/cli/sessionNotes";

const ready = {
  name: "A_TOKEN",
  state: "ready",
  stale: false,
  error: null,
  comparison: null,
  written: false,
};

function notes(
  mode: SessionStatus["mode"],
  names: readonly Partial<NameStatus>[],
  killed: Kill | null = null,
): readonly string[] {
  const status = {
    mode,
    killed,
    problem: null,
    injected: [],
    names: names.map((one) => ({ ...ready, ...one })),
  };
  const session = { record: { command: "node", pid: 7 }, status };
  return sessionNotes(session as unknown as Parameters<typeof sessionNotes>[0]).map((note) =>
    note.replace(/^node \(7\): /, ""),
  );
}

const match = { name: "A_TOKEN", comparison: "match" } as const;
const mismatch = { name: "B_TOKEN", comparison: "mismatch" } as const;

describe("the notes below status", () => {
  it.each(["shadow", "dual"] as const)("say in mode %s how many names agree, and which do not", (mode) => {
    expect(notes(mode, [match, mismatch, { comparison: null }])).toEqual([
      "vault and environment agree on 1 of 2 compared",
      "B_TOKEN differs between vault and environment",
    ]);
    expect(notes(mode, [{ comparison: "missing_in_environment" }])).toEqual([
      "A_TOKEN is missing in the environment",
    ]);
  });

  it("say in mode vault which copies the environment still holds, and nothing when it holds none", () => {
    expect(notes("vault", [match, mismatch])).toEqual([
      "the environment still holds a copy of A_TOKEN, B_TOKEN",
    ]);
    expect(notes("vault", [{ comparison: "missing_in_environment" }])).toEqual([]);
  });

  it.each(["dual", "vault"] as const)("say in mode %s that a written name is out of its reach", (mode) => {
    expect(notes(mode, [{ ...match, written: true }])).toContain(
      "A_TOKEN was set by the program itself, as dotenv does; it keeps that value until it is restarted",
    );
  });

  it("do not mind a written name in shadow mode, where the environment serves anyway", () => {
    expect(notes("shadow", [{ ...match, written: true }])).toEqual([
      "vault and environment agree on 1 of 1 compared",
    ]);
  });

  it("compare nothing in mode off and once killed", () => {
    const kill: Kill = { at: 1, reason: "by the user", by: "user" };
    expect(notes("off", [match, mismatch])).toEqual([]);
    expect(notes("vault", [match, mismatch, { ...match, written: true }], kill)).toEqual([]);
  });

  it.each([
    [{ stale: true, error: "VAULT_UNREACHABLE" }, "is served from its last good value [VAULT_UNREACHABLE]"],
    [{ state: "error", error: "VAULT_SEALED" }, "could not be read [VAULT_SEALED]"],
    [{ state: "missing" }, "is missing in the vault"],
  ] as const)("tell of %j whatever the mode", (name, note) => {
    for (const mode of ["off", "shadow", "vault"] as const)
      expect(notes(mode, [name])).toEqual([`A_TOKEN ${note}`]);
  });
});
