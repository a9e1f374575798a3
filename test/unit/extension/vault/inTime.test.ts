import { describe, expect, it } from "vitest";
import { inTime } from "../../../../src/extension/vault/inTime";

describe("what a host's secret storage does", () => {
  it("is waited for to its end, well or not", async () => {
    expect(await inTime(() => Promise.resolve("made-up"))).toBe("made-up");
    expect(await inTime(() => Promise.resolve())).toBeUndefined();
    await expect(inTime(() => Promise.reject(new Error("no keyring")))).rejects.toThrow("no keyring");
  });

  it("is waited for no longer than the deadline, and the user is told what to unlock", async () => {
    const endless = (): Promise<void> => new Promise(() => undefined);
    await expect(inTime(endless, 5)).rejects.toMatchObject({
      code: "IO",
      nextStep: expect.stringContaining("keyring"),
    });
  });
});
