import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkEnvFiles } from "../../../../src/broker/doctor/checkEnvFiles";
import { defaultConfiguration } from "../../../../src/core/configuration";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-router-env-files-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("checkEnvFiles", () => {
  it("names the file and its secrets, and no value", () => {
    writeFileSync(join(folder, ".env"), "PORT=1\nA_TOKEN=made-up-5c1e8a2f90b7\n");
    const [finding] = checkEnvFiles(folder, defaultConfiguration, undefined);
    expect(finding?.message).toBe(`${join(folder, ".env")} holds A_TOKEN in plain text.`);
    expect(JSON.stringify(finding)).not.toContain("made-up");
  });

  it.runIf(process.platform === "linux")("passes by what is no file, waits for nobody or has no end", () => {
    mkdirSync(join(folder, ".env"));
    execFileSync("mkfifo", [join(folder, ".env.fifo")]);
    symlinkSync("/dev/zero", join(folder, ".env.device"));
    symlinkSync("/proc/self/pagemap", join(folder, ".env.endless"));
    expect(checkEnvFiles(folder, defaultConfiguration, undefined)).toEqual([
      expect.objectContaining({ level: "ok" }),
    ]);
  });
});
