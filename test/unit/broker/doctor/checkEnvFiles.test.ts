import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

  it("names the file that a link leads to, in what it advises, too", () => {
    const project = join(folder, "project");
    mkdirSync(project);
    writeFileSync(join(folder, "credentials"), "A_TOKEN=made-up-5c1e8a2f90b7\n");
    symlinkSync("../credentials", join(project, ".env"));
    symlinkSync("project", join(folder, "linked"));
    const credentials = join(realpathSync(folder), "credentials");
    for (const [mode, advice] of [
      ["shadow", `secret-router import ${credentials}`],
      ["vault", `secret-router import ${credentials} --delete`],
    ] as const) {
      const [finding] = checkEnvFiles(project, { ...defaultConfiguration, mode }, undefined);
      expect(finding).toMatchObject({
        message: `${join(project, ".env")}, a link to ${credentials}, holds A_TOKEN in plain text.`,
        nextStep: expect.stringMatching(new RegExp(`${advice}$`)),
      });
    }
    rmSync(join(project, ".env"));
    writeFileSync(join(project, ".env"), "A_TOKEN=made-up-5c1e8a2f90b7\n");
    const [ofLinkedFolder] = checkEnvFiles(join(folder, "linked"), defaultConfiguration, undefined);
    expect(ofLinkedFolder?.message).not.toContain("a link to");
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
