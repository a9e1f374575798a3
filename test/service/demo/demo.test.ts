import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, makeCliHome } from "../../support/cli";
import { canStartOwnVault, startOwnVault, type TestVault } from "../../support/vault/startVault";

describe.skipIf(!canStartOwnVault)("the demo against a real vault", () => {
  let vault: TestVault;
  let user: CliHome;
  let temporary: string;

  beforeAll(async () => {
    vault = await startOwnVault();
  });

  afterAll(() => vault?.stop());

  beforeEach(() => {
    user = makeCliHome();
    temporary = join(user.home, "tmp");
    mkdirSync(temporary);
  });

  afterEach(() => user.remove());

  function play(token: string, variable = "VAULT_TOKEN") {
    return user.run(["demo", "--seconds", "8", "--vault-addr", vault.address], {
      env: { TMPDIR: temporary, [variable]: token },
    });
  }

  async function expectNothingLeft(): Promise<void> {
    expect(readdirSync(temporary)).toEqual([]);
    const { status, body } = await vault.admin.call("GET", "secret/metadata?list=true", undefined, {
      allow: [404],
    });
    expect(status === 404 ? [] : body.data.keys).toEqual([]);
  }

  it.each(["VAULT_TOKEN", "BAO_TOKEN"])(
    "keeps every promise with %s and leaves no path there",
    async (variable) => {
      const { code, stdout, stderr } = await play(vault.rootToken, variable);
      expect(stderr).toBe("");
      expect(stdout).toContain(`the vault at ${vault.address}`);
      expect(stdout).toContain("All 12 promises held.");
      expect(code).toBe(0);
      await expectNothingLeft();
    },
  );

  it("says that a token is refused, and leaves nothing", async () => {
    const { code, stdout, stderr } = await play("made-up-wrong-token");
    expect(code).toBe(1);
    expect(stderr).toMatch(/\[VAULT_(TOKEN_EXPIRED|FORBIDDEN)\]/);
    expect(stdout + stderr).not.toContain("made-up-wrong-token");
    await expectNothingLeft();
  });

  it("says that a token may not write, and leaves nothing", async () => {
    await vault.admin.createPolicy("reader", 'path "secret/data/*" { capabilities = ["read"] }');
    const token = await vault.admin.createToken({ policies: ["reader"] });
    const { code, stderr } = await play(token);
    expect(code).toBe(1);
    expect(stderr).toContain("[VAULT_FORBIDDEN]");
    await expectNothingLeft();
  });
});
