import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { LeakHunt } from "../support/leak/leakHunt";
import { until } from "../support/until";
import { canStartOwnVault, startOwnVault, type TestVault } from "../support/vault/startVault";
import { chosenEditors, type PersonInEditor, personInEditor } from "./rig/personInEditor";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import {
  acceptInput,
  closeNotifications,
  openSecretsView,
  pickCommand,
  pickItem,
  statusItem,
  treeRow,
} from "./rig/workbenchActions";

const stored = "value-in-the-vault-5c0d1e7a9b24";
const fromEnvironment = "value-of-the-environment";
const password = "made-up-password-83d1c5f0a7e2";
const wrongToken = "made-up-wrong-token-1f6b3c9d0e8a";

describe.each(chosenEditors())("a vault in $name", (editor) => {
  let vault: TestVault;
  const hunt = new LeakHunt({ stored, password, wrongToken });
  const person = personInEditor(editor, {
    prepare: async (folder, home) => {
      vault = await startOwnVault();
      await vault.admin.putKv2("secret", "app", { api_key: stored });
      await makeSampleWorkspace(folder, home);
      writeConfiguration(folder, vault.address);
      mkdirSync(join(folder, ".vscode"));
      const env = { OPENAI_API_KEY: fromEnvironment, OUT: join(folder, "out.txt") };
      const program = join(folder, "loop.js");
      const launch = { type: "node", request: "launch", name: "Sample", program, env };
      const file = { version: "0.2.0", configurations: [launch] };
      writeFileSync(join(folder, ".vscode", "launch.json"), JSON.stringify(file));
    },
  });
  afterAll(() => vault?.stop());
  const isMissing = person.isMissing || !canStartOwnVault;
  const vaultRow = (): Locator => treeRow(person.page, "Vault").first();
  const lastRead = (): string => {
    const path = join(person.folder, "out.txt");
    return existsSync(path) ? (readFileSync(path, "utf8").trim().split("\n").at(-1) ?? "") : "";
  };

  it.skipIf(isMissing)(
    "that nobody has logged in to is shown with what helps, and is not asked",
    async () => {
      const { page } = person;
      await openSecretsView(page);
      await statusItem(page).click();
      await until(async () => (await statusItem(page).textContent())?.includes("vault"), { what: "routing" });
      await waitForState(person, vaultRow(), "not logged in");
      await closeNotifications(page);
      await person.shot("vault-not-logged-in");
      await vaultRow().click();
      await page.getByText("Your credential will be sent to this address and to no other").waitFor();
      await person.shot("vault-address");
      expect(await page.locator(".quick-input-widget input").first().inputValue()).toBe(vault.address);
      await page.keyboard.press("Escape");
    },
  );

  it.skipIf(isMissing)("is connected by a token, after a wrong one was refused", async () => {
    const { page } = person;
    hunt.add({ rootToken: vault.rootToken });
    await chooseMethod(person, vault, "Token");
    await acceptInput(page, wrongToken);
    await page.getByText("does not know this token").waitFor();
    expect(await page.locator(".quick-input-widget input").first().getAttribute("type")).toBe("password");
    await person.shot("vault-wrong-token");
    await acceptInput(page, vault.rootToken);
    await page.getByText(`Connected to ${vault.address}`).first().waitFor();
    await waitForState(person, vaultRow(), "connected");
    await person.shot("vault-connected");
  });
});

function writeConfiguration(folder: string, address: string): void {
  const secrets = { OPENAI_API_KEY: "vault:secret/app#api_key" };
  const configuration = { mode: "vault", vault_url: address, cache_ttl: 1000, secrets };
  writeFileSync(join(folder, "secret-router.json"), JSON.stringify(configuration, null, 2));
}

async function waitForState(person: PersonInEditor, row: Locator, state: string): Promise<void> {
  await until(async () => (await row.count()) > 0 && (await row.textContent())?.includes(`Vault${state}`), {
    what: `the vault to be shown as ${state}`,
    timeoutMs: 60_000,
    intervalMs: 100,
  }).catch(async (error: unknown) => {
    await person.shot("failed-state");
    throw error;
  });
}

/** Confirms the address that is proposed and chooses how to log in. */
async function chooseMethod({ page }: PersonInEditor, vault: TestVault, method: string): Promise<void> {
  await pickCommand(page, "Secret Router: Connect to Vault");
  await page.getByText("Your credential will be sent to this address and to no other").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText(`How to log in to ${vault.address}`).waitFor();
  await pickItem(page, method);
}
