import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfigurationText } from "../../../src/platform/readConfigurationFile";

const unreadable = expect.objectContaining({ code: "CONFIG_UNREADABLE" });
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-router-configuration-"));
  path = join(folder, "secret-router.json");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("readConfigurationText", () => {
  it("reads the file without a byte order mark", () => {
    writeFileSync(path, "\uFEFF{}");
    expect(readConfigurationText(path)).toBe("{}");
  });

  it("refuses, with the path and a next step, what is absent, a folder or too large", () => {
    expect(() => readConfigurationText(path)).toThrow(
      expect.objectContaining({ code: "CONFIG_UNREADABLE", message: expect.stringContaining(path) }),
    );
    mkdirSync(path);
    expect(() => readConfigurationText(path)).toThrow(unreadable);
    rmSync(path, { recursive: true });
    writeFileSync(path, " ".repeat(4 * 1024 * 1024));
    expect(readConfigurationText(path)).toHaveLength(4 * 1024 * 1024);
    writeFileSync(path, " ".repeat(4 * 1024 * 1024 + 1));
    expect(() => readConfigurationText(path)).toThrow(unreadable);
  });

  it.runIf(process.platform === "linux")("refuses what tells no size and has no end", () => {
    symlinkSync("/proc/self/pagemap", path);
    expect(() => readConfigurationText(path)).toThrow(unreadable);
  });

  it.runIf(process.platform !== "win32")("refuses a FIFO and a device at once", () => {
    execFileSync("mkfifo", [path]);
    const startedAt = performance.now();
    expect(() => readConfigurationText(path)).toThrow(unreadable);
    rmSync(path);
    symlinkSync("/dev/zero", path);
    expect(() => readConfigurationText(path)).toThrow(unreadable);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
