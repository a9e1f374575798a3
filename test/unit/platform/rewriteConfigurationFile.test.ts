import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rewriteConfigurationFile } from "../../../src/platform/rewriteConfigurationFile";

const toVault = (text: string): string => text.replace('"off"', '"vault"');
const before = '\ufeff{ "mode": "off" }';
const after = '\ufeff{ "mode": "vault" }';
let top: string;
let file: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "secret-router-rewrite-")));
  file = join(top, "project", "secret-router.json");
  mkdirSync(dirname(file));
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

describe("rewriteConfigurationFile", () => {
  it("keeps the byte order mark and the permissions", () => {
    writeFileSync(file, before);
    chmodSync(file, 0o640);
    const rewriting = rewriteConfigurationFile(file, toVault);
    expect(rewriting).toEqual({ file, before: Buffer.from(before), after: Buffer.from(after) });
    expect(readFileSync(file, "utf8")).toBe(after);
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it.runIf(process.platform !== "win32")("waits for no FIFO", () => {
    execFileSync("mkfifo", [file]);
    expect(() => rewriteConfigurationFile(file, toVault)).toThrow(
      expect.objectContaining({ code: "CONFIG_UNREADABLE" }),
    );
    expect(lstatSync(file).isFIFO()).toBe(true);
  });

  it.each([
    ["beside it", "shared.json", false],
    ["at the repository's root", "../shared.json", true],
    ["by its absolute path", undefined, true],
  ])("changes the file that a link leads to: one %s", (_what, link, isRepository) => {
    const target = link === undefined ? join(top, "shared.json") : join(dirname(file), link);
    writeFileSync(target, before);
    symlinkSync(link ?? target, file);
    if (isRepository) mkdirSync(join(top, ".git"));
    rewriteConfigurationFile(file, toVault);
    expect(readFileSync(target, "utf8")).toBe(after);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
  });

  it.each([
    ["in another folder, without a repository", "../shared.json", undefined],
    ["above the repository", "../shared.json", "project"],
    ["in a repository beside it", "../other/shared.json", "project"],
  ])("leaves one %s, and says where it is", (_what, link, repository) => {
    const target = join(dirname(file), link);
    mkdirSync(join(top, "other", ".git"), { recursive: true });
    if (repository !== undefined) mkdirSync(join(top, repository, ".git"));
    writeFileSync(target, before);
    symlinkSync(link, file);
    expect(() => rewriteConfigurationFile(file, toVault)).toThrow(
      expect.objectContaining({
        code: "IO",
        message: `${file} is a link to ${target}, which is not in ${dirname(file)}, so it is not changed.`,
        nextStep: expect.stringContaining(target),
      }),
    );
    expect(readFileSync(target, "utf8")).toBe(before);
  });

  it("follows a link over other links to its end", () => {
    const target = join(top, "victim.json");
    writeFileSync(target, before);
    symlinkSync("inner", file);
    symlinkSync("../victim.json", join(dirname(file), "inner"));
    expect(() => rewriteConfigurationFile(file, toVault)).toThrow(`is a link to ${target}`);
    expect(readFileSync(target, "utf8")).toBe(before);
  });

  it("takes the folder that is itself reached by a link for what it is", () => {
    const link = join(top, "link");
    symlinkSync("project", link);
    writeFileSync(file, before);
    rewriteConfigurationFile(join(link, "secret-router.json"), toVault);
    expect(readFileSync(file, "utf8")).toBe(after);
  });

  it("changes a file that has come to be since its user was asked, and makes one where there is none", () => {
    const edit = (text: string): string => text.replace("}", '"mode": "off" }');
    rewriteConfigurationFile(file, edit);
    expect(readFileSync(file, "utf8")).toBe('{\n"mode": "off" }\n');
    writeFileSync(file, '{ "canary_percent": 5, }');
    rewriteConfigurationFile(file, edit);
    expect(readFileSync(file, "utf8")).toBe('{ "canary_percent": 5, "mode": "off" }');
  });

  it("makes a file in the place of a link that leads nowhere, and nothing behind it", () => {
    symlinkSync("../victim.json", file);
    rewriteConfigurationFile(file, () => '{ "mode": "off" }');
    expect(lstatSync(file).isSymbolicLink()).toBe(false);
    expect(() => statSync(join(top, "victim.json"))).toThrow("ENOENT");
  });
});
