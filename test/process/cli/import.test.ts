import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, makeCliHome } from "../../support/cli";

let home: CliHome;
let file: string;
beforeEach(() => {
  home = makeCliHome();
  file = join(home.project, ".env");
});
afterEach(() => home.remove());

const original = [
  "# Ours",
  "export OPENAI_API_KEY='made-up openai 3d70'   # paid",
  "PORT=8080",
  'DATABASE_URL="postgres://u:made-up-3d70@h/d"',
  "GITHUB_TOKEN=ghp_xxxxx",
  "EMPTY_TOKEN=",
  "\tA_TOKEN = made-up-a-3d70\r",
  "",
].join("\n");

async function reveal(name: string): Promise<string> {
  return (await home.succeed(["get", name, "--reveal"])).stdout;
}

describe("import", () => {
  it("stores the secrets, says what it left and why, and leaves the file", async () => {
    writeFileSync(file, original);
    const { stdout } = await home.succeed(["import", ".env"]);
    expect(stdout).toMatch(/OPENAI_API_KEY +stored +local:OPENAI_API_KEY/);
    expect(stdout).toMatch(/PORT +left +not the name of a secret/);
    expect(stdout).toMatch(/GITHUB_TOKEN +left +a placeholder/);
    expect(stdout).toMatch(/EMPTY_TOKEN +left +empty/);
    expect(stdout).toContain("This created the store");
    expect(stdout).toContain(`secret-router import ${file} --delete`);
    expect(stdout).not.toContain("3d70");
    expect(readFileSync(file, "utf8")).toBe(original);
    expect(await reveal("OPENAI_API_KEY")).toBe("made-up openai 3d70");
    expect(await reveal("DATABASE_URL")).toBe("postgres://u:made-up-3d70@h/d");
    expect(await reveal("A_TOKEN")).toBe("made-up-a-3d70");
  });

  it("takes them out with --delete, and puts the file back byte for byte", async () => {
    writeFileSync(file, original);
    chmodSync(file, 0o640);
    const { stdout } = await home.succeed(["import", ".env", "--delete"]);
    expect(stdout).toContain(`Took 3 secrets out of ${file}.`);
    expect(stdout).toMatch(
      /^Mode shadow has programs read their environment.*\n.*secret-router mode vault$/m,
    );
    const rest = readFileSync(file, "utf8");
    expect(rest).not.toContain("3d70");
    for (const line of ["# Ours", "PORT=8080", "GITHUB_TOKEN=ghp_xxxxx", "EMPTY_TOKEN="])
      expect(rest).toContain(line);
    expect((await home.succeed(["import", "--undo", ".env"])).stdout).toContain(
      `Put ${file} back as it was.`,
    );
    expect(readFileSync(file, "utf8")).toBe(original);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(await reveal("A_TOKEN")).toBe("made-up-a-3d70");
  });

  it("has nothing to add to --delete in mode vault", async () => {
    writeFileSync(file, original);
    await home.succeed(["mode", "vault"]);
    const { stdout } = await home.succeed(["import", ".env", "--delete"]);
    expect(stdout).toContain(`Took 3 secrets out of ${file}.`);
    expect(stdout).not.toContain("secret-router mode vault");
  });

  it("does not overwrite an edited file unless forced, and keeps the edit then", async () => {
    writeFileSync(file, original);
    await home.succeed(["import", ".env", "--delete"]);
    writeFileSync(file, "EDITED=1\n");
    const refused = await home.run(["import", "--undo", ".env"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/\[IMPORT_CHANGED\]\n.*--force/);
    expect(readFileSync(file, "utf8")).toBe("EDITED=1\n");
    await home.succeed(["import", "--undo", ".env", "--force"]);
    expect(readFileSync(file, "utf8")).toBe(original);
    await home.succeed(["import", "--undo", ".env"]);
    expect(readFileSync(file, "utf8")).toBe("EDITED=1\n");
  });

  it("leaves what is stored under another value unless told to replace it", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up-other" });
    writeFileSync(file, original);
    const { stdout } = await home.succeed(["import", ".env", "--delete"]);
    expect(stdout).toMatch(/A_TOKEN +left +another value is stored; overwrite it with --replace/);
    expect(readFileSync(file, "utf8")).toContain("made-up-a-3d70");
    expect(await reveal("A_TOKEN")).toBe("made-up-other");
    await home.succeed(["import", ".env", "--replace"]);
    expect(await reveal("A_TOKEN")).toBe("made-up-a-3d70");
  });

  it("uses the references and patterns of the configuration", async () => {
    writeFileSync(
      join(home.project, "secret-router.json"),
      '{ "secrets": { "A_TOKEN": "local:TEAM_A", "PORT": "local:PORT" }, "patterns": { "exclude": ["DATABASE_*"] } }',
    );
    writeFileSync(file, original);
    const { stdout } = await home.succeed(["import", ".env"]);
    expect(stdout).toMatch(/A_TOKEN +stored +local:TEAM_A/);
    expect(stdout).toMatch(/PORT +stored +local:PORT/);
    expect(stdout).toMatch(/DATABASE_URL +left/);
  });

  it.each([
    [["import", "gone.env"], "", "There is no file"],
    [["import", ".env", "--force"], "A_TOKEN=x", "--force does not go with an import"],
    [["import", "--undo", ".env", "--delete"], "A_TOKEN=x", "--delete does not go with --undo"],
    [["import", "--undo", ".env"], "A_TOKEN=x", "IMPORT_UNKNOWN"],
    [["import", ".env"], "# nothing here\n", "IMPORT_NOTHING"],
  ])("%j of %j is refused", async (args, content, expected) => {
    writeFileSync(file, content);
    const { code, stdout, stderr } = await home.run(args);
    expect(code).not.toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toContain(expected);
    expect(readFileSync(file, "utf8")).toBe(content);
  });

  it.each(["/dev/zero", "/proc/self/pagemap"])("reads no link to %s, which has no end", async (endless) => {
    symlinkSync(endless, file);
    for (const args of [
      ["import", ".env"],
      ["import", ".env", "--delete"],
    ]) {
      const { code, stderr } = await home.run(args);
      expect(code).toBe(1);
      expect(stderr).toMatch(/\[IO\]|\[ENV_FILE_INVALID\]/);
    }
  });

  it("names the file that a link leads to, and takes nothing out of one that is not the project's", async () => {
    const credentials = join(home.home, "credentials");
    writeFileSync(credentials, original);
    symlinkSync("../credentials", file);
    const { stdout } = await home.succeed(["import", ".env"]);
    expect(stdout).toContain(`${file} is a link to ${credentials}.`);
    expect(stdout).toContain(`${credentials} still holds 3 secrets in plain text.`);
    const refused = await home.run(["import", ".env", "--delete"]);
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: "" });
    expect(refused.stderr).toContain(`${file} is a link to ${credentials}, which is not in ${home.project}`);
    expect(refused.stderr).toContain(`secret-router import ${credentials} --delete`);
    expect(readFileSync(credentials, "utf8")).toBe(original);
    await home.succeed(["import", credentials, "--delete"]);
    expect(readFileSync(credentials, "utf8")).not.toContain("3d70");
  });

  it("takes secrets out of the file of the repository that a link leads to", async () => {
    const app = join(home.project, "packages", "app");
    mkdirSync(app, { recursive: true });
    writeFileSync(file, original);
    symlinkSync("../../.env", join(app, ".env"));
    const { stdout } = await home.succeed(["import", ".env", "--delete"], { cwd: app });
    expect(stdout).toContain(`${join(app, ".env")} is a link to ${file}.`);
    expect(stdout).toContain(`Took 3 secrets out of ${file}.`);
    expect(readFileSync(file, "utf8")).not.toContain("3d70");
    expect(readlinkSync(join(app, ".env"))).toBe("../../.env");
  });

  it("is recorded by names", async () => {
    writeFileSync(file, original);
    await home.succeed(["import", ".env", "--delete"]);
    await home.succeed(["import", "--undo", ".env"]);
    const { entries } = JSON.parse((await home.succeed(["audit", "--json"])).stdout);
    expect(entries).toMatchObject([
      { action: "import", file, names: ["OPENAI_API_KEY", "DATABASE_URL", "A_TOKEN"] },
      { action: "import_undo", file },
    ]);
  });
});
