import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandSpecs } from "../../../src/cli/commandTable";
import { type CliHome, makeCliHome } from "../../support/cli";

let home: CliHome;
beforeAll(() => {
  home = makeCliHome();
});
afterAll(() => home.remove());

const names = commandSpecs.map(({ name }) => name);

describe("help", () => {
  it.each(names)("%s --help shows usage and an example", async (name) => {
    const { code, stdout, stderr } = await home.run([...name.split(" "), "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`secret-router ${name}`);
    expect(stdout).toMatch(/\nUsage\n {2}secret-router /);
    expect(stdout).toMatch(/\nExamples?\n {2}# /);
    expect(stdout).toContain("--json");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  it("lists every command when nothing is asked for", async () => {
    const plain = await home.succeed([]);
    const asked = await home.succeed(["--help"]);
    expect(asked.stdout).toBe(plain.stdout);
    for (const name of names) expect(plain.stdout).toContain(`\n  ${name} `);
  });

  it("shows one command the same in all three ways", async () => {
    const first = await home.succeed(["help", "vault", "login"]);
    expect((await home.succeed(["vault", "login", "--help"])).stdout).toBe(first.stdout);
    expect((await home.succeed(["vault", "login", "-h"])).stdout).toBe(first.stdout);
  });

  it("shows a group's commands in both ways", async () => {
    const { stdout } = await home.succeed(["help", "vault"]);
    expect((await home.succeed(["vault", "--help"])).stdout).toBe(stdout);
    for (const name of ["vault login", "vault logout", "vault list"])
      expect(stdout).toContain(`\n  ${name} `);
  });

  it("gives help as a document for --json", async () => {
    const { stdout } = await home.succeed(["help", "set", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ name: "set", operands: [{ name: "NAME" }] });
  });

  it("gives the package's version", async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8"));
    expect((await home.succeed(["--version"])).stdout).toBe(`${version}\n`);
    expect((await home.succeed(["-V"])).stdout).toBe(`${version}\n`);
  });

  it("creates nothing in the home", async () => {
    expect(() => readFileSync(home.own)).toThrow(/ENOENT/);
  });
});

describe("a command line that is wrong", () => {
  it.each([
    [["lsit"], "Did you mean secret-router list?"],
    [["vualt", "list"], "Did you mean secret-router vault?"],
    [["vault", "lgoin", "x"], "Did you mean secret-router vault login?"],
    [["vault"], "vault needs one of login, logout, list"],
    [["nonsense"], "See secret-router --help."],
    [["--json", "list"], "Write the command first: secret-router list"],
    [["list", "--jsn"], "Did you mean --json?"],
    [["list", "more"], "one argument too many"],
    [["set"], "set needs NAME"],
    [["mode", "vualt"], "Did you mean vault?"],
    [["mode", "dual", "--canary", "101"], "from 0 to 100"],
    [["audit", "verify", "--lines", "3"], "--lines belongs to audit tail"],
    [["audit", "--lines", "0"], "from 1 to 10000"],
    [["completion", "tcsh"], "SHELL must be one of bash, zsh, fish, powershell"],
    [["vault", "login", "https://127.0.0.1:1", "--method", "approle"], "needs --role-id"],
    [["vault", "login", "https://127.0.0.1:1", "--username", "me"], "belongs to the method userpass"],
    [["get", "A_TOKEN"], "secret-router get A_TOKEN --reveal"],
  ])("%j is refused with exit code 2 and a next step", async (args, expected) => {
    const { code, stdout, stderr } = await home.run(args);
    expect({ code, stdout: args.includes("--json") ? "" : stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(expected);
    if (!args.includes("--json")) {
      expect(stderr).toMatch(/^secret-router: .+ \[USAGE\]\n {2}\S.+\n$/);
    }
  });

  it.each(names.filter((name) => name !== "exec"))(
    "%s refuses a flag that it does not have",
    async (name) => {
      const { code, stdout, stderr } = await home.run([...name.split(" "), "--no-such-flag"]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain("has no flag --no-such-flag");
    },
  );

  it.each([
    [["set", "OPENAI_API_KEY", "made-up-argv-7c1f"]],
    [["set", "OPENAI_API_KEY=made-up-argv-7c1f"]],
    [["set", "OPENAI_API_KEY", "--value", "made-up-argv-7c1f"]],
    [["set", "OPENAI_API_KEY", "--value=made-up-argv-7c1f"]],
    [["vault", "login", "https://127.0.0.1:1", "made-up-argv-7c1f"]],
    [["vault", "login", "https://127.0.0.1:1", "--token=made-up-argv-7c1f"]],
    [["vault", "login", "https://me:made-up-argv-7c1f@127.0.0.1:1"]],
  ])("%j: a value is not taken from arguments, and not repeated", async (args) => {
    const { code, stdout, stderr } = await home.run(args, { input: "" });
    expect(code).not.toBe(0);
    expect(stdout + stderr).not.toContain("7c1f");
    expect((await home.run(["list", "--json"])).stdout).toContain('"secrets": []');
  });

  it("prints errors as one document on standard error for --json", async () => {
    const { code, stdout, stderr } = await home.run(["rm", "NO_SUCH_TOKEN", "--json"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "SECRET_MISSING",
        message: expect.stringContaining("NO_SUCH_TOKEN"),
        nextStep: expect.stringContaining("secret-router list"),
      },
    });
  });
});
