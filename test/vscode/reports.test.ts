import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openLocalStore } from "../../src/providers/local/localStore";
import { core } from "../support/leak/madeUpSecrets";
import { until } from "../support/until";
import { actUntil } from "./rig/actUntil";
import { beginRouting } from "./rig/beginRouting";
import { editors } from "./rig/editors";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { pressAway } from "./rig/pressAway";
import { acceptInput, closeInput, confirmInput, pickItem } from "./rig/quickInput";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import type { Theme } from "./rig/themes";
import { closeNotifications, editorText, outputText, pickCommand, statusItem } from "./rig/workbenchActions";

// The pictures are of the newest editor, which alone has these themes.
const pictured: readonly Theme[] = ["light", "dark", "hc"];
// The first is in the store too, under another value.
const inFile = {
  OPENAI_API_KEY: `made-up-in-file-${core()}`,
  SLACK_BOT_TOKEN: `made-up-in-file-${core()}`,
};
const stored = `made-up-stored-${core()}`;
const ofServer = `made-up-of-the-server-${core()}`;
const linked = `made-up-linked-${core()}`;
const env = `# what the sample needs
PORT=8080
OPENAI_API_KEY=${inFile.OPENAI_API_KEY}   # ours
export SLACK_BOT_TOKEN="${inFile.SLACK_BOT_TOKEN}"\r
PLACEHOLDER_TOKEN=<your token>
`;

describe.each(chosenEditors())("imports and reports in $name", (editor) => {
  const themes = editor.version === editors.at(-1)?.version ? pictured : [];
  const person = personInEditor(editor, {
    prepare: async (folder, home) => {
      await makeSampleWorkspace(folder, home, stored);
      writeFileSync(join(folder, ".env"), env);
      writeFileSync(join(folder, ".env.example"), "OPENAI_API_KEY=\n");
      // Where the editor itself keeps no copy of it, as it does of its own files.
      const mcpServers = { slack: { command: "node", args: ["s.js"], env: { SLACK_TEAM_TOKEN: ofServer } } };
      writeFileSync(join(folder, ".mcp.json"), JSON.stringify({ mcpServers }, null, 2));
    },
  });
  const file = (): string => readFileSync(join(person.folder, ".env"), "utf8");
  const audit = (): string => join(person.directories.state, "audit.jsonl");
  const shows = (text: string | RegExp): Promise<true> =>
    until(async () => new RegExp(text).test(await editorText(person.page)) || undefined, {
      what: `the report to show ${text}`,
      timeoutMs: 30_000,
      intervalMs: 100,
    });

  it.skipIf(person.isMissing)("says of an empty audit log that it is empty", async () => {
    const { page } = person;
    // A machine that is busy takes its time to start an editor.
    await statusItem(page).waitFor({ timeout: 90_000 });
    await closeNotifications(page);
    await pickCommand(page, "Secret Router: Show Audit Log");
    await shows("The audit log is empty");
    await person.shot("audit-empty");
  });

  it.skipIf(person.isMissing)("shows what would be moved and where, and what stays", async () => {
    const { page } = person;
    await pickCommand(page, "Secret Router: Import from .env");
    await page.getByPlaceholder("Which file to import from").waitFor();
    expect(await page.locator(".quick-input-list").textContent()).not.toContain(".env.example");
    await person.shots("import-files", themes);
    await pickItem(page, ".env");
    const list = page.locator(".quick-input-list");
    await list.getByText("SLACK_BOT_TOKEN").first().waitFor();
    await person.shots("import-names", themes);
    expect(await list.textContent()).toMatch(/to local:SLACK_BOT_TOKEN/);
    expect(await list.textContent()).toMatch(/Another value is stored there/);
    await page.getByPlaceholder("In the file stay: PORT, PLACEHOLDER_TOKEN").waitFor();
  });

  it.skipIf(person.isMissing)("takes out of the file what was chosen, and the rest stays", async () => {
    const { page } = person;
    await confirmInput(page);
    await page.getByPlaceholder("What becomes of 1 secret in the file").waitFor();
    await person.shots("import-delete", themes);
    await pickItem(page, "take out of .env");
    await page.getByText("Stored 1 secret and took it out of .env").first().waitFor();
    await person.shot("import-done");
    expect(file()).toBe(env.replace(/^export SLACK.*\r\n/m, ""));
    const store = openLocalStore({ directories: person.directories });
    expect((await store.get("SLACK_BOT_TOKEN"))?.value.reveal()).toBe(inFile.SLACK_BOT_TOKEN);
    expect((await store.get("OPENAI_API_KEY"))?.value.reveal()).toBe(stored);
  });

  it.skipIf(person.isMissing)("puts the file back byte for byte from the message", async () => {
    await pressAway(person.page.getByRole("button", { name: "Undo" }));
    await until(() => file() === env, { what: "the file as it was" });
    await person.page.getByText(".env is as it was before the import").first().waitFor();
  });

  it.skipIf(person.isMissing)("puts an edited file back only after a question", async () => {
    const { page } = person;
    await closeNotifications(page);
    await pickCommand(page, "Secret Router: Import from .env");
    await page.getByPlaceholder("Which file to import from").waitFor();
    await pickItem(page, ".env");
    await page.locator(".quick-input-list").getByText("SLACK_BOT_TOKEN").first().waitFor();
    await confirmInput(page);
    await page.getByPlaceholder("What becomes of 1 secret in the file").waitFor();
    await pickItem(page, "take out of .env");
    await until(() => file() !== env, { what: "the rewritten file" });
    const edited = `${file()}MORE=1\n`;
    writeFileSync(join(person.folder, ".env"), edited);
    await pickCommand(page, "Secret Router: Undo an Import");
    await page.getByPlaceholder("Which file to put back as it was").waitFor();
    await person.shot("import-undo");
    await pickItem(page, ".env");
    const dialog = page.getByRole("dialog").filter({ hasText: "was edited since it was imported" });
    await dialog.waitFor();
    await person.shot("import-undo-edited");
    expect(file()).toBe(edited);
    await pressAway(dialog.getByRole("button", { name: "Put It Back" }));
    await until(() => file() === env, { what: "the file as it was" });
    await closeNotifications(page);
  });

  it.skipIf(person.isMissing)(
    "asks before it follows a link out of the workspace, and names its end",
    async () => {
      const { page } = person;
      const credentials = join(person.directory, "credentials");
      const link = join(person.folder, ".env.linked");
      writeFileSync(credentials, `AWS_SESSION_TOKEN=${linked}\n`);
      symlinkSync(credentials, link);
      const choose = async (answer: string): Promise<void> => {
        await pickCommand(page, "Secret Router: Import from .env");
        await page.getByText(`a link to ${credentials}`).first().waitFor();
        await pickItem(page, ".env.linked");
        const dialog = page.getByRole("dialog").filter({ hasText: "leads out of this workspace" });
        await dialog.getByText(credentials).waitFor();
        await person.shot("import-link");
        await pressAway(dialog.getByRole("button", { name: answer }));
        await dialog.waitFor({ state: "hidden" });
      };
      try {
        await choose("Cancel");
        await choose("Import from That File");
        await page.getByText(`import from ${credentials} (1/2)`).waitFor();
        await page.locator(".quick-input-list").getByText("AWS_SESSION_TOKEN").first().waitFor();
        await closeInput(page);
      } finally {
        rmSync(link);
      }
      const store = openLocalStore({ directories: person.directories });
      expect(await store.get("AWS_SESSION_TOKEN")).toBeUndefined();
    },
  );

  it.skipIf(person.isMissing)("shows what a program would be served, and follows the mode", async () => {
    const { page } = person;
    await beginRouting(page);
    await pickCommand(page, "Secret Router: Show Resolution Report");
    await shows(/OPENAI_API_KEY +local:OPENAI_API_KEY +vault +1 +missing in env/);
    await shows(
      /MCP server slack\s+NAME[\s\S]*SLACK_TEAM_TOKEN +local:SLACK_TEAM_TOKEN +env +- +missing in vault/,
    );
    await person.shots("resolution", themes);
    await pickCommand(page, "Secret Router: Switch Mode");
    await acceptInput(page, "shadow");
    await until(async () => (await statusItem(page).textContent())?.includes("shadow"), { what: "shadow" });
    const refresh = page.locator('.editor-actions .action-label[aria-label^="Refresh the Report"]');
    await actUntil(
      () => refresh.click({ timeout: 2_000 }),
      async () =>
        /OPENAI_API_KEY +local:OPENAI_API_KEY +none +1 +missing in env/.test(await editorText(page)),
      { what: "the report of shadow mode" },
    );
  });

  it.skipIf(person.isMissing)(
    "switches to dual mode where a canary is set in another, if that is meant",
    async () => {
      const { page } = person;
      await closeNotifications(page);
      await pickCommand(page, "Secret Router: Set the Canary");
      await page.getByText("Percentage of the reads").waitFor();
      await acceptInput(page, "30");
      await page.getByText("The canary counts in dual mode only; the mode is shadow.").first().waitFor();
      expect(await statusItem(page).textContent()).toContain("shadow");
      await pressAway(page.getByRole("button", { name: "Switch to Dual Mode" }));
      await until(async () => (await statusItem(page).textContent())?.includes("dual 30 %"), {
        what: "dual mode",
      });
    },
  );

  it.skipIf(person.isMissing)("opens the configuration that says so", async () => {
    await pickCommand(person.page, "Secret Router: Open secret-router.json");
    await person.page.getByRole("tab", { name: "secret-router.json", selected: true }).waitFor();
    await shows(/"canary_percent": 30,\s+\/\/ A comment that stays/);
  });

  it.skipIf(person.isMissing)("examines everything, and names commands that can be clicked", async () => {
    const { page } = person;
    await pickCommand(page, "Secret Router: Run Doctor");
    await shows("2 warnings\\.");
    await shows("You have chosen to route its secrets");
    await shows("SLACK_BOT_TOKEN in plain text");
    await shows("SLACK_TEAM_TOKEN in plain text");
    expect(await editorText(page)).not.toContain("secret-router import");
    await person.shots("doctor", themes);
    const line = page.locator(".view-line").filter({ hasText: "Copy them into the store first" });
    const link = line.locator(".detected-link").first();
    const follow = async (): Promise<void> => {
      // The editor draws the line anew while it looks for links.
      const box = await link.boundingBox({ timeout: 3_000 });
      if (box === null) return;
      await page.keyboard.down("ControlOrMeta");
      // At its beginning, and by its place: the rest may lie beneath the minimap, and the editor is not to be scrolled for it.
      for (const x of [box.x + 4, box.x + 8]) await page.mouse.move(x, box.y + 8);
      await page.mouse.click(box.x + 8, box.y + 8);
      await page.keyboard.up("ControlOrMeta");
    };
    const question = page.getByPlaceholder("Which file to import from");
    await actUntil(follow, () => question.isVisible(), { what: "the link to be followed" });
    await closeInput(page);
  });

  it.skipIf(person.isMissing)("shows the audit log proved, and the first line that is broken", async () => {
    const { page } = person;
    await pickCommand(page, "Secret Router: Show Audit Log");
    await shows("The audit log is whole: entries 1 to \\d+");
    await shows("import undo");
    await person.shots("audit", themes);
    const text = readFileSync(audit(), "utf8");
    writeFileSync(audit(), text.replace('"action":"import_undo"', '"action":"import_gone"'));
    await pickCommand(page, "Secret Router: Refresh the Report");
    await shows("The audit log is broken: audit.jsonl, line \\d+: ");
    await person.shot("audit-broken");
    writeFileSync(audit(), text);
  });

  it.skipIf(person.isMissing)("shows the log of what the window has done", async () => {
    await pickCommand(person.page, "Secret Router: Show Log");
    await until(async () => /\[info\] Started .*routing=false/.test(await outputText(person.page)), {
      what: "the log",
      timeoutMs: 30_000,
    });
    await person.shot("log");
  });

  it.skipIf(person.isMissing)("leave no value in what the editor keeps or shows", async () => {
    expect(await person.leaks({ ...inFile, stored, linked, ofServer })).toEqual([]);
  });
});
