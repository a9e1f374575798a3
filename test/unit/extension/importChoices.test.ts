import { describe, expect, it } from "vitest";
import { importChoices } from "../../../src/extension/commands/importChoices";
import type { ImportPlan } from "../../../src/providers/local/importReport";

const plan: ImportPlan = { path: "/w/.env", moved: [], left: [], invalidLines: [] };
const referenceFor = (path: string) => ({ provider: "local", path }) as const;

describe("importChoices", () => {
  it("offers what would be moved, with its place, in the order of the file", () => {
    const moved = [
      { name: "B_KEY", lines: [1, 4], reference: "local:B_KEY", how: "same" },
      { name: "A_KEY", lines: [2], reference: "vault:secret/app#A_KEY", how: "added" },
    ] as const;
    const { items, stays } = importChoices({ ...plan, moved }, referenceFor);
    expect(items.map(({ label, description, picked }) => [label, description, picked])).toEqual([
      ["A_KEY", "to vault:secret/app#A_KEY", true],
      ["B_KEY", "to local:B_KEY", true],
    ]);
    expect(items[1]?.detail).toContain("Stored before");
    expect(stays).toEqual([]);
  });

  it("chooses nothing by itself that would overwrite another value", () => {
    const left = [{ name: "A_KEY", lines: [1], why: "stored_with_another_value" }] as const;
    const { items, stays } = importChoices({ ...plan, left }, referenceFor);
    expect(items).toMatchObject([
      { label: "A_KEY", description: "to local:A_KEY", picked: false, replaces: true },
    ]);
    expect(stays).toEqual([]);
  });

  it("says what stays in the file and why", () => {
    const left = [
      { name: "PORT", lines: [1], why: "not_a_secret_name" },
      { name: "X_TOKEN", lines: [2], why: "placeholder" },
    ] as const;
    const { items, stays } = importChoices({ ...plan, left, invalidLines: [3, 5] }, referenceFor);
    expect(items).toEqual([]);
    expect(stays).toEqual([
      { what: "PORT", why: "not the name of a secret" },
      { what: "X_TOKEN", why: "a placeholder" },
      { what: "line 3, 5", why: "not understood" },
    ]);
  });
});
