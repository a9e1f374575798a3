import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { fitsEnvironment, maxEnvironmentEntryBytes } from "../../../src/contract/environmentEntry";

const name = "APP_TOKEN";
const room = maxEnvironmentEntryBytes - name.length - 2;

const last = [
  ["ASCII", "x".repeat(room)],
  ["two bytes", "é".repeat(Math.floor(room / 2)).padEnd(Math.floor(room / 2) + (room % 2), "x")],
  ["three bytes", "€".repeat(Math.floor(room / 3)).padEnd(Math.floor(room / 3) + (room % 3), "x")],
  ["pairs", "😀".repeat(Math.floor(room / 4)).padEnd(2 * Math.floor(room / 4) + (room % 4), "x")],
] as const;

describe("fitsEnvironment", () => {
  it.each(last)("counts %s as the system does", (_what, value) => {
    expect([fitsEnvironment(name, value), fitsEnvironment(name, `${value}x`)]).toEqual([true, false]);
    if (process.platform !== "linux") return;
    const start = (text: string) => spawnSync("/bin/true", { env: { [name]: text } }).error;
    expect(start(value)).toBeUndefined();
    expect(start(`${value}x`)).toMatchObject({ code: "E2BIG" });
  });

  it("refuses a NUL wherever it stands", () => {
    for (const value of ["\0", "a\0", "\0b"]) expect(fitsEnvironment(name, value)).toBe(false);
    expect(fitsEnvironment(name, "")).toBe(true);
  });
});
