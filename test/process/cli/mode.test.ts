import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, makeCliHome } from "../../support/cli";

let home: CliHome;
let file: string;
beforeEach(() => {
  home = makeCliHome();
  file = join(home.project, "secret-router.json");
});
afterEach(() => home.remove());

const commented = `\ufeff// Ours.\r
{\r
\t/* how far */ "mode" : "shadow" , // for now\r
\t"secrets": { "A_TOKEN" : "local:A_TOKEN", },\r
}\r
`;

describe("mode", () => {
  it("shows the default where there is no configuration", async () => {
    const { stdout } = await home.succeed(["mode"]);
    expect(stdout).toBe("Mode shadow, the default; there is no secret-router.json here.\n");
  });

  it("keeps comments, layout, line ends and permissions byte for byte", async () => {
    writeFileSync(file, commented);
    chmodSync(file, 0o640);
    await home.succeed(["mode", "vault"]);
    expect(readFileSync(file, "utf8")).toBe(commented.replace('"shadow"', '"vault"'));
    await home.succeed(["mode", "dual", "--canary", "12.5"]);
    const expected = commented
      .replace('"shadow"', '"dual"')
      .replace("{\r\n", '{\r\n\t"canary_percent": 12.5,\r\n');
    expect(readFileSync(file, "utf8")).toBe(expected);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(JSON.parse((await home.succeed(["mode", "--json"])).stdout)).toMatchObject({
      mode: "dual",
      canaryPercent: 12.5,
      configuration: file,
    });
  });

  it("edits the file behind a link and not the link, within the repository", async () => {
    const real = join(home.project, "shared.json");
    const app = join(home.project, "packages", "app");
    mkdirSync(app, { recursive: true });
    for (const [link, shared] of [
      [file, "shared.json"],
      [join(app, "secret-router.json"), "../../shared.json"],
    ] as const) {
      writeFileSync(real, '{ "mode": "off" }');
      symlinkSync(shared, link);
      await home.succeed(["mode", "shadow"], { cwd: dirname(link) });
      expect(readFileSync(real, "utf8")).toBe('{ "mode": "shadow" }');
      expect(readlinkSync(link)).toBe(shared);
    }
  });

  it("leaves a file that a link leads to outside the repository, and says where it is", async () => {
    const other = join(home.home, "other", "secret-router.json");
    mkdirSync(dirname(other));
    writeFileSync(other, '{ "mode": "off" }');
    symlinkSync("../other/secret-router.json", file);
    const { code, stdout, stderr } = await home.run(["mode", "vault"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`${file} is a link to ${other}, which is not in ${home.project}`);
    expect(stderr).toContain(`Change ${other} itself`);
    expect(readFileSync(other, "utf8")).toBe('{ "mode": "off" }');
  });

  it("creates a small file where there is none, and says so", async () => {
    const { stdout } = await home.succeed(["mode", "dual"]);
    expect(stdout).toContain(`Created ${file}.`);
    expect(stdout).toContain("secret-router mode dual --canary 25");
    expect(readFileSync(file, "utf8")).toBe('{\n  "mode": "dual"\n}\n');
    expect((await home.succeed(["mode", "--canary", "25"])).stdout).toContain(
      "Mode dual, 25 % from the vault.",
    );
  });

  it("changes the file found above the folder, and none beyond the repository", async () => {
    const inner = join(home.project, "deep", "er");
    mkdirSync(inner, { recursive: true });
    writeFileSync(file, '{ "mode": "off" }');
    await home.succeed(["mode", "shadow"], { cwd: inner });
    expect(readFileSync(file, "utf8")).toBe('{ "mode": "shadow" }');
    rmSync(file);
    writeFileSync(join(home.home, "secret-router.json"), '{ "mode": "off" }');
    expect((await home.succeed(["mode"], { cwd: inner })).stdout).toContain("the default");
  });

  it("leaves a configuration that is wrong as it is", async () => {
    const wrong = '{\n  "mode": "shadow",\n  "cach_ttl": 5\n}';
    writeFileSync(file, wrong);
    const { code, stderr } = await home.run(["mode", "vault"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${file}, line 3: "cach_ttl" is not a known key. Did you mean "cache_ttl"?`);
    expect(readFileSync(file, "utf8")).toBe(wrong);
  });

  it("leaves the file alone for a mode that does not exist", async () => {
    writeFileSync(file, '{ "mode": "off" }');
    const before = statSync(file).ino;
    const { code, stderr } = await home.run(["mode", "nothing"]);
    expect({ code, said: stderr.includes("MODE must be one of") }).toEqual({ code: 2, said: true });
    expect(statSync(file).ino).toBe(before);
  });

  it("is recorded", async () => {
    await home.succeed(["mode", "dual", "--canary", "5"]);
    const { entries } = JSON.parse((await home.succeed(["audit", "--json"])).stdout);
    expect(entries).toMatchObject([{ action: "mode", mode: "dual", canary: 5 }]);
  });
});

describe("a configuration that is wrong", () => {
  it.each([
    ["{ mode: 1", "CONFIG_NOT_JSON", "line 1"],
    ["", "CONFIG_NOT_JSON", "line 1"],
    ['{\n "mode": "shadwo"\n}', "CONFIG_INVALID", 'line 2: "mode" must be one of'],
    ['{\n\n "cache_ttl": "5"\n}', "CONFIG_INVALID", 'line 3: "cache_ttl" must be'],
    ['{ "secrets": { "A_TOKEN": "valt:x" } }', "CONFIG_INVALID", 'line 1: "secrets.A_TOKEN"'],
  ])("%j is named by key and line, and nothing runs on", async (text, code, expected) => {
    writeFileSync(file, text);
    for (const args of [["resolve"], ["mode"], ["rm", "A_TOKEN"], ["get", "A_TOKEN", "--reveal"]]) {
      const result = await home.run(args);
      expect(result).toMatchObject({ code: 1, stdout: "" });
      expect(result.stderr).toContain(`[${code}]`);
      expect(result.stderr).toContain(expected);
    }
    const doctor = await home.run(["doctor"]);
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toContain("problem");
  });
});
