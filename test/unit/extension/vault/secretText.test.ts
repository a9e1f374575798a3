import { describe, expect, it } from "vitest";
import { secretText } from "../../../../src/extension/vault/secretText";

describe("what a host's secret storage gives", () => {
  it("is its text, or nothing", async () => {
    expect(await secretText(() => Promise.resolve("made-up"))).toBe("made-up");
    expect(await secretText(() => Promise.resolve(""))).toBeUndefined();
    expect(await secretText(() => Promise.resolve(undefined))).toBeUndefined();
    expect(await secretText(() => Promise.reject(new Error("no keyring")))).toBeUndefined();
    const broken = (): never => {
      throw new Error("no storage");
    };
    expect(await secretText(broken)).toBeUndefined();
  });

  it("is waited for no longer than the deadline, as a locked keyring never answers", async () => {
    expect(await secretText(() => new Promise(() => undefined), 5)).toBeUndefined();
  });
});
