import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CliHome, makeCliHome } from "../../support/cli";
import { encodedForms } from "../../support/everyPrintedForm";

const secrets = {
  stored: "made-up-Stored/Value+4e1b9c",
  imported: "made-up-Imported/Value+b70d21",
  environment: "made-up-Environment/Value+90af3e",
  token: "made-up-Token/Value+c2d871",
};

let home: CliHome;
let said = "";

async function run(args: readonly string[], input?: string): Promise<void> {
  const env = {
    A_TOKEN: secrets.environment,
    OTHER_API_KEY: secrets.environment,
    VAULT_TOKEN: secrets.token,
  };
  const { stdout, stderr } = await home.run(args, { env, ...(input === undefined ? {} : { input }) });
  said += stdout + stderr;
}

beforeAll(async () => {
  home = makeCliHome();
  const env = join(home.project, ".env");
  writeFileSync(env, `B_TOKEN=${secrets.imported}\n`);
  await run(["set", "A_TOKEN"], secrets.stored);
  await run(["import", ".env", "--delete"]);
  for (const json of [[], ["--json"]]) {
    for (const args of [
      ["list"],
      ["resolve"],
      ["resolve", "A_TOKEN", "NOPE_TOKEN"],
      ["get", "A_TOKEN"],
      ["mode"],
      ["mode", "dual", "--canary", "50"],
      ["kill"],
      ["status"],
      ["resume"],
      ["refresh"],
      ["audit"],
      ["audit", "verify"],
      ["doctor"],
      ["vault", "list"],
      ["vault", "logout", "http://127.0.0.1:9"],
      ["rm", "NOPE_TOKEN"],
    ]) {
      await run([...args, ...json]);
    }
    await run(["vault", "login", "http://127.0.0.1:9", ...json], secrets.token);
    await run(["set", "1NOPE", ...json], secrets.stored);
    await run(["set", "A_TOKEN", secrets.stored, ...json]);
  }
  writeFileSync(join(home.project, "secret-router.json"), "{ broken");
  await run(["resolve"]);
  await run(["set", "A_TOKEN"], secrets.stored);
}, 180_000);

afterAll(() => home.remove());

describe.each(Object.entries(secrets))("the %s secret", (_what, secret) => {
  it("is in no output", () => {
    for (const form of encodedForms(secret)) expect(said).not.toContain(form);
  });

  it("is in no file, in no encoding", () => {
    const files = readdirSync(home.home, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(4);
    for (const { parentPath, name } of files) {
      const content = readFileSync(join(parentPath, name), "latin1");
      for (const form of encodedForms(secret)) expect(content.includes(form) ? name : "").toBe("");
    }
  });
});
