import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withFileLock } from "../../../src/platform/fileLock";

const busy = expect.objectContaining({ code: "BUSY" });
let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "secret-router-lock-"));
  path = join(directory, "lock");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("withFileLock", () => {
  it("gives the action's result, holds the lock meanwhile and releases it", async () => {
    const held = await withFileLock(path, 1000, () => readFileSync(path, "utf8"));
    expect(held).toBe(String(process.pid));
    expect(existsSync(path)).toBe(false);
  });

  it("releases the lock when the action fails", async () => {
    const failing = withFileLock(path, 1000, () => {
      throw new Error("It fails on purpose.");
    });
    await expect(failing).rejects.toThrow("It fails on purpose.");
    await expect(withFileLock(path, 0, () => "free")).resolves.toBe("free");
  });

  it.skipIf(process.platform === "win32")("is not held up by a FIFO in the lock's place", async () => {
    execFileSync("mkfifo", ["-m", "600", path]);
    await expect(withFileLock(path, 0, () => "taken")).rejects.toEqual(busy);
    utimesSync(path, 0, 0);
    await expect(withFileLock(path, 1000, () => "taken")).resolves.toBe("taken");
  });

  it("runs one action after another within a process too", async () => {
    let running = 0;
    let most = 0;
    const action = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    await Promise.all(Array.from({ length: 20 }, () => withFileLock(path, 20_000, action)));
    expect(most).toBe(1);
  });

  it("gives up with BUSY at the deadline while a living process holds it", async () => {
    writeFileSync(path, String(process.pid));
    const startedAt = performance.now();
    await expect(withFileLock(path, 100, () => "never")).rejects.toThrow(busy);
    const waitedMs = performance.now() - startedAt;
    expect(waitedMs).toBeGreaterThanOrEqual(99);
    expect(waitedMs).toBeLessThan(2000);
    expect(readFileSync(path, "utf8")).toBe(String(process.pid));
  });

  it.each(["", "garbage", "0", "-1", "NaN", "\0"])(
    "waits for an owner that is still being written as %j",
    async (owner) => {
      writeFileSync(path, owner);
      await expect(withFileLock(path, 50, () => "never")).rejects.toThrow(busy);
      const past = (Date.now() - 60_000) / 1000;
      utimesSync(path, past, past);
      await expect(withFileLock(path, 1000, () => "taken over")).resolves.toBe("taken over");
    },
  );

  it("says where it cannot lock", async () => {
    const absent = join(directory, "absent", "lock");
    await expect(withFileLock(absent, 100, () => "never")).rejects.toThrow(
      expect.objectContaining({ code: "IO", message: expect.stringContaining(absent) }),
    );
  });
});
