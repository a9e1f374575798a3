import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, makeCliHome } from "../../support/cli";
import { type FaultServer, startFaultServer } from "../../support/vault/startFaultServer";
import { canStartOwnVault, startOwnVault, type TestVault } from "../../support/vault/startVault";

const fileToken = "hvs.made-up-token-file";
const otherToken = "hvs.made-up-other-file";
const references = { A_TOKEN: "vault:secret/app#api_key" };
const get = ["get", "A_TOKEN", "--reveal"];

let home: CliHome;
let tokenFile: string;
let otherFile: string;
let server: FaultServer;

beforeEach(async () => {
  home = makeCliHome();
  [tokenFile, otherFile] = [join(home.home, ".vault-token"), join(home.home, "other-token")];
  writeFileSync(tokenFile, `${fileToken}\n`, { mode: 0o600 });
  writeFileSync(otherFile, `${otherToken}\n`, { mode: 0o600 });
  server = await startFaultServer();
  configure({ secrets: references });
});
afterEach(async () => {
  await server.stop();
  home.remove();
});

function configure(configuration: object): void {
  writeFileSync(join(home.project, "secret-router.json"), JSON.stringify(configuration));
}

function loginByFile(address: string, ...flags: readonly string[]): readonly string[] {
  return ["vault", "login", address, "--method", "token-file", ...flags];
}

function records(): unknown {
  return JSON.parse(readFileSync(join(home.own, "config", "vaults.json"), "utf8"));
}

function tokensReceived(): readonly unknown[] {
  return [...new Set(server.requests.map(({ headers }) => headers["x-vault-token"]))];
}

describe("an address that nobody has let have the token file", () => {
  const readers = [["resolve"], ["doctor"], ["exec", "--mode", "vault", "--", "node", "-e", "0"]];

  async function expectRefusal(
    env: Readonly<Record<string, string>>,
    others: readonly (readonly string[])[] = [],
  ): Promise<void> {
    for (const command of others) {
      const { stdout, stderr } = await home.run(command, { env });
      expect(stdout + stderr).not.toContain("made-up");
    }
    const { code, stdout, stderr } = await home.run(get, { env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("[VAULT_NOT_APPROVED]");
    expect(stderr).not.toContain("made-up");
    expect(stderr.replace(/\s+/g, " ")).toContain(`vault login ${server.address} (with --method token-file`);
    expect(server.requests).toEqual([]);
  }

  it.each(["VAULT_ADDR", "BAO_ADDR"])("gets no request when %s names it", async (variable) => {
    await expectRefusal({ [variable]: server.address }, readers);
    await expectRefusal({ [variable]: server.address, BAO_TOKEN_PATH: otherFile });
    await expectRefusal({ [variable]: server.address, VAULT_TOKEN_PATH: otherFile });
  });

  it("gets no request when secret-router.json names it", async () => {
    configure({ vault_url: server.address, secrets: references });
    await expectRefusal({}, readers);
    await expectRefusal({ VAULT_ADDR: server.address });
  });

  it("gets no request when another address may have the file", async () => {
    const mine = await startFaultServer();
    try {
      await home.succeed(loginByFile(mine.address));
      expect((await home.succeed(get, { env: { VAULT_ADDR: mine.address } })).stdout).toBe("made-up-healthy");
      await expectRefusal({ VAULT_ADDR: server.address });
    } finally {
      await mine.stop();
    }
  });

  it("gets no request when only a login of its own was kept and then lost", async () => {
    await home.succeed(["vault", "login", server.address], { input: "hvs.made-up-own" });
    const path = join(home.own, "config", "vaults.json");
    const kept = readFileSync(path);
    await home.succeed(["vault", "logout", server.address]);
    writeFileSync(path, kept, { mode: 0o600 });
    server.forget();
    const { stderr } = await home.run(get, { env: { VAULT_ADDR: server.address } });
    expect(stderr).toContain("[VAULT_NOT_LOGGED_IN]");
    expect(stderr.replace(/\s+/g, " ")).toContain(`vault login ${server.address} (with --method token-file`);
    expect(server.requests).toEqual([]);
  });
});

describe("vault login --method token-file", () => {
  it("sends the token of that file alone, whatever file a variable names later", async () => {
    await home.succeed(loginByFile(server.address));
    await home.succeed(get, { env: { VAULT_ADDR: server.address, BAO_TOKEN_PATH: otherFile } });
    expect(tokensReceived()).toEqual([fileToken]);
    expect(records()).toEqual({ [server.address]: { approved: true, auth: "token-file" } });
  });

  it.each([
    ["--token-file", ["--token-file", "../other-token"], {}],
    ["BAO_TOKEN_PATH", [], { BAO_TOKEN_PATH: "../other-token" }],
  ])("remembers the file that %s names, as a whole path", async (_, flags, env: Record<string, string>) => {
    await home.succeed(loginByFile(server.address, ...flags), { env });
    await home.succeed(get, { env: { VAULT_ADDR: server.address } });
    expect(tokensReceived()).toEqual([otherToken]);
    const record = { approved: true, auth: "token-file", token_file: otherFile };
    expect(records()).toEqual({ [server.address]: record });
    expect((await home.succeed(["vault", "list"])).stdout).toContain(`token-file ${otherFile}`);
    await home.succeed(loginByFile(server.address));
    expect(records()).toEqual({ [server.address]: { approved: true, auth: "token-file" } });
  });

  it("takes the place of a stored credential, and gives way to one", async () => {
    await home.succeed(["vault", "login", server.address], { input: "hvs.made-up-own" });
    await home.succeed(loginByFile(server.address, "--token-file", otherFile));
    server.forget();
    await home.succeed(get, { env: { VAULT_ADDR: server.address } });
    expect(tokensReceived()).toEqual([otherToken]);
    await home.succeed(["vault", "login", server.address], { input: "hvs.made-up-own" });
    expect(records()).toEqual({ [server.address]: { approved: true, auth: "token" } });
    server.forget();
    await home.succeed(get, { env: { VAULT_ADDR: server.address } });
    expect(tokensReceived()).toEqual(["hvs.made-up-own"]);
  });

  it.each([
    ["a file that is not there", "nowhere", "VAULT_NOT_LOGGED_IN"],
    ["a folder", ".", "VAULT_NOT_LOGGED_IN"],
  ])("refuses %s without a request and keeps nothing", async (_, path, code) => {
    const { code: exitCode, stderr } = await home.run(loginByFile(server.address, "--token-file", path));
    expect({ exitCode, said: stderr.includes(`[${code}]`) }).toEqual({ exitCode: 1, said: true });
    expect(server.requests).toEqual([]);
    expect(existsSync(join(home.own, "config", "vaults.json"))).toBe(false);
  });

  it("keeps nothing when the server does not know the token", async () => {
    server.behave("forbidden403");
    const { code, stdout, stderr } = await home.run(loginByFile(server.address));
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain(fileToken);
    expect(existsSync(join(home.own, "config", "vaults.json"))).toBe(false);
  });

  it("owns --token-file", async () => {
    const { code, stderr } = await home.run(["vault", "login", server.address, "--token-file", otherFile]);
    expect({ code, said: stderr.includes("belongs to the method token-file") }).toEqual({
      code: 2,
      said: true,
    });
  });
});

describe.skipIf(!canStartOwnVault)("with a real OpenBao", () => {
  let vault: TestVault;
  beforeAll(async () => {
    vault = await startOwnVault();
    await vault.admin.putKv2("secret", "app", { api_key: "made-up-from-vault" });
    await vault.admin.createPolicy("reader", 'path "secret/*" { capabilities = ["read"] }');
  });
  afterAll(() => vault.stop());

  it("the file serves the address from either place, follows a new login, and ends with the logout", async () => {
    const renew = async () => {
      const token = await vault.admin.createToken({ policies: ["reader"], ttl: "2h" });
      writeFileSync(tokenFile, token);
      return token;
    };
    const token = await renew();
    const env = { VAULT_ADDR: vault.address };
    expect((await home.run(get, { env })).stderr).toContain("[VAULT_NOT_APPROVED]");

    const login = await home.succeed(loginByFile(vault.address));
    expect(login.stdout).toContain(`Logged in to ${vault.address}: the token lives 2 h.`);
    expect(login.stdout + login.stderr).not.toContain(token);
    expect(existsSync(join(home.own, "data", "store.age"))).toBe(false);
    expect((await home.succeed(["vault", "list"])).stdout).toMatch(/127\.0\.0\.1:\d+ +token-file/);
    const { entries } = JSON.parse((await home.succeed(["audit", "--json"])).stdout);
    expect(entries).toMatchObject([{ action: "login", reason: `token-file ${vault.address}` }]);

    expect((await home.succeed(get, { env })).stdout).toBe("made-up-from-vault");
    expect((await home.succeed(get)).stdout).toBe("made-up-from-vault");
    configure({ vault_url: vault.address, secrets: references });
    expect((await home.succeed(get)).stdout).toBe("made-up-from-vault");
    expect((await home.succeed(["doctor"])).stdout).toMatch(/vault: .*credential lives/s);
    await vault.admin.revokeToken(token);
    await renew();
    expect((await home.succeed(get)).stdout).toBe("made-up-from-vault");

    await home.succeed(["vault", "logout", vault.address]);
    expect((await home.succeed(["vault", "list"])).stdout).toContain("not logged in");
    expect((await home.run(get, { env })).stderr).toContain("[VAULT_NOT_APPROVED]");
    expect(existsSync(tokenFile)).toBe(true);
  });
});
