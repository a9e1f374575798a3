import { spawn } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, cliPath, makeCliHome } from "../../support/cli";
import { until } from "../../support/until";
import { canStartOwnVault, startOwnVault, type TestVault } from "../../support/vault/startVault";

let home: CliHome;
beforeEach(() => {
  home = makeCliHome();
});
afterEach(() => home.remove());

function configure(configuration: object): void {
  writeFileSync(join(home.project, "secret-router.json"), JSON.stringify(configuration));
}

describe.skipIf(!canStartOwnVault)("against a real OpenBao", () => {
  let vault: TestVault;
  let token: string;

  beforeAll(async () => {
    vault = await startOwnVault();
    await vault.admin.putKv2("secret", "mcp/openai", { api_key: "made-up-kv-77be", other: "made-up-two" });
    await vault.admin.createPolicy(
      "reader",
      'path "secret/*" { capabilities = ["create","read","update","patch","delete"] }',
    );
    token = await vault.admin.createToken({ policies: ["reader"], ttl: "2h" });
    await vault.admin.enableUserpass();
    await vault.admin.createUser("alice", "made-up-password-77be", { token_policies: "reader" });
  });
  afterAll(() => vault.stop());

  it("logs in with a token, reads, compares, and logs out", async () => {
    configure({ vault_url: vault.address, secrets: { OPENAI_API_KEY: "vault:secret/mcp/openai#api_key" } });
    expect((await home.run(["resolve"])).stdout).toContain("VAULT_NOT_APPROVED");
    const login = await home.succeed(["vault", "login", vault.address], { input: `${token}\n` });
    expect(login.stdout).toContain(`Logged in to ${vault.address}: the token lives 2 h.`);
    expect(login.stdout).toContain("reader");
    expect((await home.succeed(["vault", "list"])).stdout).toMatch(/127\.0\.0\.1:\d+ +token/);

    const env = { OPENAI_API_KEY: "made-up-kv-77be" };
    const resolved = await home.succeed(["resolve"], { env });
    expect(resolved.stdout).toMatch(/OPENAI_API_KEY +vault:secret\/mcp\/openai#api_key +env +1 +match/);
    expect((await home.succeed(["get", "OPENAI_API_KEY", "--reveal"])).stdout).toBe("made-up-kv-77be");
    expect((await home.succeed(["doctor"])).stdout).toMatch(/vault: .*credential lives/s);

    await home.succeed(["vault", "logout", vault.address]);
    expect((await home.succeed(["vault", "list"])).stdout).toContain("not logged in");
    expect((await home.run(["resolve"])).stdout).toContain("VAULT_NOT_APPROVED");
    expect((await home.run(["vault", "logout", vault.address])).stderr).toContain("VAULT_NOT_LOGGED_IN");
    for (const text of [login.stdout, login.stderr, resolved.stdout]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain("77be");
    }
  });

  it("sets and removes one field where the reference points", async () => {
    configure({ vault_url: vault.address, secrets: { NEW_TOKEN: "vault:secret/mcp/openai#fresh" } });
    await home.succeed(["vault", "login", vault.address], { input: token });
    const { stdout } = await home.succeed(["set", "NEW_TOKEN"], { input: "made-up-fresh" });
    expect(stdout).toContain("Stored NEW_TOKEN in vault:secret/mcp/openai#fresh");
    expect((await home.succeed(["get", "NEW_TOKEN", "--reveal"])).stdout).toBe("made-up-fresh");
    await home.succeed(["rm", "NEW_TOKEN"]);
    expect((await home.run(["get", "NEW_TOKEN", "--reveal"])).stderr).toContain("SECRET_MISSING");
  });

  it("has a running program take over at once what set and rm changed in the vault", async () => {
    configure({
      mode: "vault",
      vault_url: vault.address,
      secrets: { NEW_TOKEN: "vault:secret/mcp/openai#live" },
    });
    await home.succeed(["vault", "login", vault.address], { input: token });
    const first = await home.succeed(["set", "NEW_TOKEN"], { input: "made-up-first" });
    expect(first.stdout).not.toContain("session");
    const code = "setInterval(() => console.log(process.env.NEW_TOKEN), 20)";
    const args = [cliPath, "exec", "--", process.execPath, "-e", code];
    const reader = spawn(process.execPath, args, {
      cwd: home.project,
      env: home.env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let last = "";
    reader.stdout.on("data", (chunk: Buffer) => {
      last = chunk.toString().trimEnd().split("\n").at(-1) ?? "";
    });
    try {
      await until(() => last === "made-up-first", { what: "the first value" });
      const { stdout } = await home.succeed(["set", "NEW_TOKEN"], { input: "made-up-second" });
      expect(stdout).toMatch(/version \d+\.\n1 running session took the change over\.\n/);
      await until(() => last === "made-up-second", { what: "the second value" });
      await home.succeed(["rm", "NEW_TOKEN"]);
      await until(() => last === "undefined", { what: "the removal" });
    } finally {
      const ended = new Promise((resolve) => reader.once("exit", resolve));
      reader.kill("SIGTERM");
      await ended;
    }
  });

  it("imports into the vault when that is the default provider", async () => {
    configure({ vault_url: vault.address, provider: "vault", vault_path: "secret/{project}#{name}" });
    await home.succeed(["vault", "login", vault.address], { input: token });
    writeFileSync(join(home.project, ".env"), "ONE_TOKEN=made-up-one\nTWO_TOKEN=made-up-two\n");
    const { stdout } = await home.succeed(["import", ".env", "--delete"]);
    expect(stdout).toMatch(/ONE_TOKEN +stored +vault:secret\/project#ONE_TOKEN/);
    expect(readFileSync(join(home.project, ".env"), "utf8")).toBe("");
    expect((await home.succeed(["get", "TWO_TOKEN", "--reveal"])).stdout).toBe("made-up-two");
    await home.succeed(["import", "--undo", ".env"]);
    expect(readFileSync(join(home.project, ".env"), "utf8")).toContain("ONE_TOKEN=made-up-one");
  });

  it("logs in by userpass, and keeps nothing of a refused login", async () => {
    const args = ["vault", "login", vault.address, "--method", "userpass", "--username", "alice"];
    const wrong = await home.run(args, { input: "made-up-wrong-77be" });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("VAULT_LOGIN_FAILED");
    expect(wrong.stdout + wrong.stderr).not.toContain("77be");
    expect((await home.succeed(["vault", "list"])).stdout).toContain("not logged in");
    await home.succeed(args, { input: "made-up-password-77be\n" });
    expect((await home.succeed(["vault", "list"])).stdout).toContain("userpass");
    configure({ vault_url: vault.address, secrets: { A_TOKEN: "vault:secret/mcp/openai#other" } });
    expect((await home.succeed(["get", "A_TOKEN", "--reveal"])).stdout).toBe("made-up-two");
  });

  it("uses VAULT_ADDR and VAULT_TOKEN together, and never the token elsewhere", async () => {
    configure({ secrets: { A_TOKEN: "vault:secret/mcp/openai#other" } });
    const env = { VAULT_ADDR: vault.address, VAULT_TOKEN: token };
    expect((await home.succeed(["get", "A_TOKEN", "--reveal"], { env })).stdout).toBe("made-up-two");
    configure({ vault_url: "http://127.0.0.1:9", secrets: { A_TOKEN: "vault:secret/mcp/openai#other" } });
    expect((await home.run(["get", "A_TOKEN", "--reveal"], { env })).stderr).toContain("VAULT_NOT_APPROVED");
  });

  it("keeps settings apart from the credential, both private", async () => {
    await home.succeed(["vault", "login", `${vault.address}/`], { input: token });
    const path = join(home.own, "config", "vaults.json");
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({
      [vault.address]: { approved: true, auth: "token" },
    });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(home.own, "data", "store.age"), "latin1")).not.toContain(token);
    const { entries } = JSON.parse((await home.succeed(["audit", "--json"])).stdout);
    expect(entries).toMatchObject([{ action: "login", reason: `token ${vault.address}` }]);
  });
});

describe.skipIf(!canStartOwnVault)("against a real OpenBao with its own certificate authority", () => {
  it("trusts it by --ca-file only, and remembers the file", async () => {
    const vault = await startOwnVault({ tls: true });
    try {
      await vault.admin.putKv2("secret", "app", { k: "made-up-tls" });
      const refused = await home.run(["vault", "login", vault.address], { input: vault.rootToken });
      expect(refused.stderr).toContain("VAULT_TLS");
      const caFile = join(home.project, "ca.pem");
      writeFileSync(caFile, vault.certificates?.ca ?? "");
      await home.succeed(["vault", "login", vault.address, "--ca-file", "ca.pem"], {
        input: vault.rootToken,
      });
      expect((await home.succeed(["vault", "list"])).stdout).toContain(caFile);
      configure({ vault_url: vault.address, secrets: { A_TOKEN: "vault:secret/app#k" } });
      expect((await home.succeed(["get", "A_TOKEN", "--reveal"])).stdout).toBe("made-up-tls");
    } finally {
      await vault.stop();
    }
  });
});

describe("vault commands without a server", () => {
  it.each([
    ["http://vault.example.com:8200", "VAULT_ADDRESS_INVALID"],
    ["ftp://127.0.0.1", "VAULT_ADDRESS_INVALID"],
    ["vault.example.com", "VAULT_ADDRESS_INVALID"],
    ["http://127.0.0.1:9", "VAULT_UNREACHABLE"],
  ])("login to %s fails with %s and keeps nothing", async (address, code) => {
    const { code: exitCode, stderr } = await home.run(["vault", "login", address], {
      input: "made-up-token",
    });
    expect({ exitCode, said: stderr.includes(`[${code}]`) }).toEqual({ exitCode: 1, said: true });
    expect(stderr).not.toContain("made-up-token");
    expect((await home.succeed(["vault", "list"])).stdout).toContain("not logged in");
  });

  it("names what is wrong in vaults.json", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up" });
    const path = join(home.own, "config", "vaults.json");
    writeFileSync(path, '{ "https://127.0.0.1:1": { "aproved": true } }', { mode: 0o600 });
    const { code, stderr } = await home.run(["vault", "list"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/unknown key "aproved".*\[CONFIG_INVALID\]/);
  });
});
