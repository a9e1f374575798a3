import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { until } from "../support/until";
import { canStartOwnVault, startOwnVault, type TestVault } from "../support/vault/startVault";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { acceptInput, pickCommand, pickItem, statusItem } from "./rig/workbenchActions";

const stored = "value-in-the-vault-5c0d1e7a9b24";

describe.each(chosenEditors())("a vault in $name", (editor) => {
  let vault: TestVault;
  const person = personInEditor(editor, {
    prepare: async (folder, home) => {
      vault = await startOwnVault();
      await vault.admin.putKv2("secret", "app", { api_key: stored });
      await makeSampleWorkspace(folder, home);
      const reference = "vault:secret/app#api_key";
      const configuration = {
        mode: "vault",
        vault_url: vault.address,
        secrets: { OPENAI_API_KEY: reference },
      };
      writeFileSync(join(folder, "secret-router.json"), JSON.stringify(configuration, null, 2));
    },
  });
  afterAll(() => vault?.stop());
  const isMissing = person.isMissing || !canStartOwnVault;
  const address = (): string => vault.address;

  it.skipIf(isMissing)("is connected by a token, after a wrong one was refused", async () => {
    const { page } = person;
    await statusItem(page).click();
    await until(async () => (await statusItem(page).textContent())?.includes("vault"), { what: "routing" });
    await pickCommand(page, "Secret Router: Connect to Vault");
    await page.getByText("Your credential will be sent to this address and to no other").waitFor();
    await person.shot("vault-address");
    expect(await page.locator(".quick-input-widget input").first().inputValue()).toBe(address());
    await page.keyboard.press("Enter");
    await page.getByText(`How to log in to ${address()}`).waitFor();
    await person.shot("vault-method");
    await pickItem(page, "Token");
    await page.getByText("It is not shown.").waitFor();
    await acceptInput(page, "made-up-wrong-0000");
    await page.getByText("does not know this token").waitFor();
    await person.shot("vault-wrong-token");
    await acceptInput(page, vault.rootToken);
    await page.getByText(`Connected to ${address()}`).first().waitFor();
    await person.shot("vault-connected");
  });
});
