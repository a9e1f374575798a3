import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { core } from "../support/leak/madeUpSecrets";
import { until } from "../support/until";
import { canStartOwnVault, startOwnVault, type TestVault } from "../support/vault/startVault";
import { beginRouting } from "./rig/beginRouting";
import { clickUntil } from "./rig/clickUntil";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { acceptInput, confirmInput, inputOf, pickItem } from "./rig/quickInput";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { editorDirectories } from "./rig/startEditor";
import { openSecretsView, pickCommand, treeRow } from "./rig/workbenchActions";

const stored = `made-up-value-in-the-namespace-${core()}`;

describe.each(chosenEditors())("the machine's settings for vaults in $name", (editor) => {
  let vault: TestVault;
  const person = personInEditor(editor, {
    prepare: async (folder, home) => {
      vault = await startOwnVault({ tls: true });
      await vault.admin.createNamespace("team");
      await vault.admin.enableKv("secret", 2, "team");
      await vault.admin.putKv2("secret", "sample", { OPENAI_API_KEY: stored }, "team");
      await makeSampleWorkspace(folder, home);
      const secrets = { OPENAI_API_KEY: "vault:secret/sample#OPENAI_API_KEY" };
      writeFileSync(join(folder, "secret-router.json"), JSON.stringify({ mode: "vault", secrets }));
      mkdirSync(join(folder, ".vscode"));
      const env = { OUT: join(folder, "out.txt") };
      const launch = {
        type: "node",
        request: "launch",
        name: "Sample",
        program: join(folder, "loop.js"),
        env,
      };
      const file = { version: "0.2.0", configurations: [launch] };
      writeFileSync(join(folder, ".vscode", "launch.json"), JSON.stringify(file));
      const machine = join(editorDirectories(dirname(folder)).data, "data", "Machine");
      mkdirSync(machine, { recursive: true });
      const settings = {
        "secretRouter.vault.address": vault.address,
        "secretRouter.vault.namespace": "team",
        "secretRouter.vault.caFile": vault.certificates?.caFile,
      };
      writeFileSync(join(machine, "settings.json"), JSON.stringify(settings));
    },
  });
  afterAll(() => vault?.stop());
  const isMissing = person.isMissing || !canStartOwnVault;

  it.skipIf(isMissing)(
    "name the vault of a project that names none, its namespace and its authority",
    async () => {
      const { page } = person;
      await openSecretsView(page);
      await beginRouting(page);
      const named = page.getByText("Your setting secretRouter.vault.address names it");
      await clickUntil(treeRow(page, "not logged in"), named);
      expect(await inputOf(page).inputValue()).toBe(vault.address);
      await confirmInput(page);
      await page.getByPlaceholder(`How to log in to ${vault.address}`).waitFor();
      await person.shot("vault-settings");
      await pickItem(page, "Token");
      await acceptInput(page, vault.rootToken);
      await page.getByText(`Connected to ${vault.address}`).first().waitFor();
      await treeRow(page, "Vaultconnected").waitFor();
    },
  );

  it.skipIf(isMissing)("reach the programs that are served from it", async () => {
    await pickCommand(person.page, "Debug: Start Debugging");
    const out = join(person.folder, "out.txt");
    await until(() => existsSync(out) && readFileSync(out, "utf8").includes(stored), {
      what: "the program to read the value of the namespace",
      timeoutMs: 30_000,
    });
  });

  it.skipIf(isMissing)("leave neither token nor value in what the editor keeps or shows", async () => {
    expect(await person.leaks({ stored, token: vault.rootToken })).toEqual([]);
  });
});
