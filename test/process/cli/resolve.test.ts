import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, makeCliHome } from "../../support/cli";

let home: CliHome;
beforeEach(() => {
  home = makeCliHome();
});
afterEach(() => home.remove());

function configure(configuration: object): void {
  writeFileSync(join(home.project, "secret-router.json"), JSON.stringify(configuration));
}

async function resolved(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout } = await home.run(["resolve", ...args, "--json"], { env });
  return { code, ...JSON.parse(stdout) };
}

describe("resolve", () => {
  it("says where to begin when nothing is in scope", async () => {
    const { stdout } = await home.succeed(["resolve"]);
    expect(stdout).toContain("secret-router set NAME");
  });

  it("compares vault and environment and shows no value", async () => {
    for (const name of ["MATCH_TOKEN", "OTHER_TOKEN", "STORED_TOKEN"]) {
      await home.succeed(["set", name], { input: `made-up-${name}-55e0` });
    }
    const env = {
      MATCH_TOKEN: "made-up-MATCH_TOKEN-55e0",
      OTHER_TOKEN: "made-up-different-55e0",
      PLAIN_TOKEN: "made-up-plain-55e0",
      PLAIN_WORD: "made-up-nothing-55e0",
    };
    const { code, secrets, mode } = await resolved([], env);
    expect({ code, mode }).toEqual({ code: 0, mode: "shadow" });
    expect(
      secrets.map((each: Record<string, unknown>) => [each["name"], each["source"], each["comparison"]]),
    ).toEqual([
      ["MATCH_TOKEN", "env", "match"],
      ["OTHER_TOKEN", "env", "mismatch"],
      ["PLAIN_TOKEN", "env", "missing_in_vault"],
      ["STORED_TOKEN", "none", "missing_in_environment"],
    ]);
    const text = await home.succeed(["resolve"], { env });
    expect(text.stdout).toMatch(/^Mode shadow\.\n\nNAME +REFERENCE +SOURCE +VERSION +MATCH\n/);
    expect(text.stdout).toContain("\n\nThe environment here is this shell's;");
    const whole = await home.succeed(["resolve", "MATCH_TOKEN"], { env });
    expect(whole.stdout).not.toContain("this shell's");
    expect(text.stdout + text.stderr + JSON.stringify(secrets)).not.toContain("55e0");
  });

  it.each([
    [{ mode: "off" }, "env", "none"],
    [{ mode: "shadow" }, "env", "none"],
    [{ mode: "dual", canary_percent: 0 }, "env", "none"],
    [{ mode: "dual", canary_percent: 25 }, "canary", "canary"],
    [{ mode: "dual", canary_percent: 100 }, "vault", "vault"],
    [{ mode: "vault" }, "vault", "vault"],
  ])("with %j names the source that answers", async (configuration, withEnvironment, without) => {
    configure(configuration);
    await home.succeed(["set", "A_TOKEN"], { input: "made-up-a" });
    expect((await resolved(["A_TOKEN"], { A_TOKEN: "made-up-e" })).secrets[0].source).toBe(withEnvironment);
    expect((await resolved(["A_TOKEN"])).secrets[0].source).toBe(without);
  });

  it("shows the environment as the source while the kill switch is thrown", async () => {
    configure({ mode: "vault" });
    await home.succeed(["set", "A_TOKEN"], { input: "made-up-a" });
    await home.succeed(["kill"]);
    expect(await resolved(["A_TOKEN"], { A_TOKEN: "e" })).toMatchObject({
      killed: true,
      secrets: [{ source: "env" }],
    });
    await home.succeed(["resume"]);
    expect(await resolved(["A_TOKEN"])).toMatchObject({ killed: false, secrets: [{ source: "vault" }] });
  });

  it("exits with 1 only when a required secret has no value behind its reference", async () => {
    await home.succeed(["set", "HERE_TOKEN"], { input: "made-up" });
    configure({ secrets: { HERE_TOKEN: "local:HERE_TOKEN" } });
    expect((await resolved([], { LOOSE_TOKEN: "made-up" })).code).toBe(0);
    expect((await resolved(["GONE_TOKEN"], { GONE_TOKEN: "made-up" })).code).toBe(1);
    configure({ secrets: { HERE_TOKEN: "local:HERE_TOKEN", GONE_TOKEN: "local:GONE_TOKEN" } });
    expect((await resolved([], { GONE_TOKEN: "made-up" })).code).toBe(1);
    expect((await resolved(["HERE_TOKEN"])).code).toBe(0);
  });

  it("follows the chosen environment and server of the configuration", async () => {
    configure({
      secrets: { A_TOKEN: "local:A_TOKEN", B_TOKEN: "local:B_TOKEN" },
      servers: { github: { secrets: ["B_TOKEN"] } },
      environments: { prod: { mode: "vault", secrets: { A_TOKEN: "local:PROD_A" } } },
    });
    const prod = await resolved(["--environment", "prod"]);
    expect(prod.mode).toBe("vault");
    expect(prod.secrets[0]).toMatchObject({ name: "A_TOKEN", reference: "local:PROD_A", required: true });
    const server = await resolved(["--server", "github"]);
    expect(server.secrets.map(({ name }: { name: string }) => name)).toEqual(["B_TOKEN"]);
    expect((await home.run(["resolve", "--server", "gitlab"])).stderr).toContain("Use one of: github.");
    expect((await home.run(["resolve", "--environment", "prd"])).stderr).toContain("Use one of: prod.");
  });

  it("fails the references of a provider that is not there yet, and only those", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up" });
    configure({
      secrets: { A_TOKEN: "local:A_TOKEN", B_TOKEN: "op://dev/b/key", C_TOKEN: "vault:secret/c#k" },
    });
    const { code, secrets } = await resolved();
    expect(code).toBe(1);
    expect(secrets[0]).toMatchObject({ comparison: "missing_in_environment", error: null });
    expect(secrets[1]).toMatchObject({ comparison: "error", error: { code: "PROVIDER_UNKNOWN" } });
    expect(secrets[2]).toMatchObject({ comparison: "error", error: { code: "VAULT_ADDRESS_MISSING" } });
    const { stdout } = await home.run(["resolve"]);
    expect(stdout).toContain("The provider onepassword is not available yet. [PROVIDER_UNKNOWN]");
  });

  it("asks no vault that the user has not logged in to", async () => {
    configure({ vault_url: "http://127.0.0.1:9", secrets: { A_TOKEN: "vault:secret/a#k" } });
    const { secrets } = await resolved();
    expect(secrets[0].error).toMatchObject({ code: "VAULT_NOT_APPROVED" });
    expect(secrets[0].error.nextStep).toContain("secret-router vault login http://127.0.0.1:9");
  });
});
