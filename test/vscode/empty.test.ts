import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { core } from "../support/leak/madeUpSecrets";
import { beginRouting } from "./rig/beginRouting";
import { clickUntil } from "./rig/clickUntil";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { pressAway } from "./rig/pressAway";
import { acceptInput, closeInput } from "./rig/quickInput";
import {
  closeNotifications,
  openSecretsView,
  pickCommand,
  statusItem,
  treeRow,
} from "./rig/workbenchActions";

// One after the other, on a busy machine.
const severalMs = 300_000;
const startMs = 120_000;

const first = `made-up-first-${core()}`;

const needFolder = [
  "Route the Secrets of This Workspace",
  "Switch Mode…",
  "Set the Canary…",
  "Select Environment…",
  "Store a Secret…",
  "Import from .env…",
  "Open secret-router.json",
];

describe.each(chosenEditors())("where there is nothing to show in $name", (editor) => {
  const person = personInEditor(editor, {
    prepare: (folder) => writeFileSync(join(folder, "package.json"), '{ "name": "empty" }\n'),
  });
  let window: Page;
  const button = (page: Page, name: string) => page.locator(".pane-body").getByRole("button", { name });

  it.skipIf(person.isMissing)("a routed folder says what to do, with a button for each", async () => {
    await beginRouting(person.page);
    await openSecretsView(person.page);
    await person.page.getByText("No MCP server was found").waitFor();
    await person.shot("view-nothing-found");
    await clickUntil(button(person.page, "Import from .env"), person.page.getByText("Choose a File…"));
    await closeInput(person.page);
    const name = person.page.getByText("The name of the environment variable");
    await clickUntil(button(person.page, "Store a Secret"), name);
    await acceptInput(person.page, "FIRST_API_KEY");
    await person.page.getByText("The value for local:FIRST_API_KEY").waitFor();
    await acceptInput(person.page, first);
    await treeRow(person.page, "FIRST_API_KEYstored, not read yet").waitFor();
    expect(await button(person.page, "Store a Secret").count()).toBe(0);
  });

  it.skipIf(person.isMissing)("a window without a folder asks for one", async () => {
    window = await person.open();
    await openSecretsView(window);
    await window.getByText("Open a folder to see its secrets and MCP servers.").waitFor();
    await person.shot("view-no-folder", window);
    const dialog = window.locator(".quick-input-widget").filter({ hasText: "Open Folder" });
    await clickUntil(button(window, "Open Folder"), dialog);
    await person.shot("open-folder", window);
    await closeInput(window);
  });

  it.skipIf(person.isMissing)(
    "each command that needs a folder says so, before it asks anything",
    async () => {
      const said = window.locator(".notification-toast").getByText(/^Open a folder first/);
      for (const command of needFolder) {
        await pickCommand(window, `Secret Router: ${command}`);
        await said.first().waitFor({ timeout: 60_000 });
        // One that asked for a name or a file first would leave its question open.
        await window.locator(".quick-input-widget").waitFor({ state: "hidden", timeout: 5_000 });
        if (command === needFolder.at(-1)) await person.shot("no-folder", window);
        await closeNotifications(window);
        await said.waitFor({ state: "hidden" });
      }
    },
    severalMs,
  );

  it.skipIf(person.isMissing)("a window that cannot start says so once, with what helps", async () => {
    const { page } = person;
    const { state } = person.directories;
    await page.bringToFront();
    renameSync(state, `${state}-away`);
    writeFileSync(state, "");
    await pickCommand(page, "Developer: Reload Window");
    const notice = page
      .locator(".notification-list-item")
      .filter({ hasText: "Secret Router could not start" });
    await notice.first().waitFor({ timeout: startMs });
    // What a person then tries says the same, and not a second time.
    await pickCommand(page, "Secret Router: Throw the Kill Switch");
    await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
    await person.shot("not-started");
    // One that is said again is closed first.
    await notice.first().waitFor();
    expect(await notice.count()).toBe(1);
    await pressAway(notice.getByRole("button", { name: "Show Log" }));
    await page.getByText("Secret Router could not start.").first().waitFor();
    rmSync(state);
    renameSync(`${state}-away`, state);
    await pickCommand(page, "Secret Router: Throw the Kill Switch");
    await pressAway(notice.getByRole("button", { name: "Reload Window" }));
    await statusItem(page).waitFor({ timeout: startMs });
  });

  it.skipIf(person.isMissing)("nothing holds the value that was typed", async () => {
    expect(await person.leaks({ first })).toEqual([]);
  });
});
