import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listSessions } from "../../src/broker/listSessions";
import { SecretValue } from "../../src/core/secretValue";
import { directoriesOf } from "../../src/platform/directories";
import { changeStorePassphrase } from "../../src/providers/local/changeStorePassphrase";
import { core } from "../support/leak/madeUpSecrets";
import { until } from "../support/until";
import { beginRouting } from "./rig/beginRouting";
import { clickUntil } from "./rig/clickUntil";
import { editors } from "./rig/editors";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { acceptInput, closeInput, inputOf } from "./rig/quickInput";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import type { Theme } from "./rig/themes";
import { openSecretsView, pickCommand, treeRow } from "./rig/workbenchActions";

const passphrase = `made-up-passphrase-${core()}`;
const stored = `made-up-stored-${core()}`;
const fromEnvironment = `made-up-environment-${core()}`;

// The pictures are of the newest editor, which alone has these themes.
const pictured: readonly Theme[] = ["light", "dark"];

describe.each(chosenEditors())("a store under a passphrase in $name", (editor) => {
  const person = personInEditor(editor, {
    prepare: async (folder, home) => {
      await makeSampleWorkspace(folder, home, stored);
      const directories = directoriesOf({ SECRET_ROUTER_HOME: join(home, "secret-router") });
      await changeStorePassphrase({ directories, next: new SecretValue(passphrase), workFactor: 10 });
      mkdirSync(join(folder, ".vscode"));
      const env = { OPENAI_API_KEY: fromEnvironment, OUT: join(folder, "out.txt") };
      const program = join(folder, "loop.js");
      const launch = { type: "node", request: "launch", name: "Sample", program, env };
      const file = { version: "0.2.0", configurations: [launch] };
      writeFileSync(join(folder, ".vscode", "launch.json"), JSON.stringify(file));
    },
  });
  const themes = editor.version === editors.at(-1)?.version ? pictured : [];
  const out = () => join(person.folder, "out.txt");
  const isServed = () => existsSync(out()) && readFileSync(out(), "utf8").includes(stored);
  const prompt = () => person.page.getByText("The passphrase of your store");

  it.skipIf(person.isMissing)("is shown as locked, and not as if it held nothing", async () => {
    await beginRouting(person.page);
    await openSecretsView(person.page);
    await treeRow(person.page, /^Store\s*locked/).waitFor();
    await treeRow(person.page, /^OPENAI_API_KEY\s*the store is locked/).waitFor();
    await person.shots("store-locked", themes);
  });

  it.skipIf(person.isMissing)("is asked for at the first launch, at a hidden input", async () => {
    await pickCommand(person.page, "Debug: Start Debugging");
    await prompt().waitFor();
    await until(() => existsSync(out()), { what: "the program to run meanwhile" });
    expect(await inputOf(person.page).getAttribute("type")).toBe("password");
    await person.shot("passphrase");
    await closeInput(person.page);
  });

  it.skipIf(person.isMissing)(
    "serves what has given up waiting as soon as a command has opened it",
    async () => {
      // After five attempts in vain the store is left alone for half a minute.
      await until(
        () => listSessions(person.directories).some(({ status }) => (status?.errors.total ?? 0) >= 5),
        {
          what: "the session to leave the store alone",
          timeoutMs: 60_000,
        },
      );
      await pickCommand(person.page, "Secret Router: Show Resolution");
      await prompt().waitFor();
      await acceptInput(person.page, passphrase);
      await until(isServed, { what: "the stored value" });
      await pickCommand(person.page, "Focus on Secrets View");
      await treeRow(person.page, /^Store\s*locked/).waitFor({ state: "detached" });
    },
  );

  it.skipIf(person.isMissing)("is opened without a question at the next launch", async () => {
    await pickCommand(person.page, "Debug: Stop");
    await until(
      () =>
        treeRow(person.page, "Sample")
          .count()
          .then((rows) => rows === 0),
      {
        what: "the session to end",
        timeoutMs: 60_000,
      },
    );
    rmSync(out());
    await pickCommand(person.page, "Debug: Start Debugging");
    await until(isServed, { what: "the stored value", timeoutMs: 60_000 });
    expect(await prompt().count()).toBe(0);
  });

  it.skipIf(person.isMissing)(
    "is opened by its row in a window that does not know the passphrase",
    async () => {
      const { page } = person;
      await pickCommand(page, "Debug: Stop");
      await pickCommand(page, "Developer: Reload Window");
      await treeRow(page, /^Store\s*locked/).waitFor({ timeout: 90_000 });
      await clickUntil(treeRow(page, /^Store\s*locked/), prompt());
      const again = page.getByText("That was not it. The passphrase of your store");
      await acceptInput(page, `${passphrase}-wrong`, again);
      await acceptInput(page, passphrase);
      await treeRow(page, /^OPENAI_API_KEY\s*stored, not read yet/).waitFor();
      await treeRow(page, /^Store/).waitFor({ state: "detached" });
    },
  );

  it.skipIf(person.isMissing)(
    "leaves neither passphrase nor value in what the editor keeps or shows",
    async () => {
      expect(await person.leaks({ passphrase, stored }, { fromEnvironment })).toEqual([]);
    },
  );
});
