import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { SecretValue } from "../../src/core/secretValue";
import { openLocalStore } from "../../src/providers/local/localStore";
import { core } from "../support/leak/madeUpSecrets";
import { until } from "../support/until";
import { editors } from "./rig/editors";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import type { Theme } from "./rig/themes";
import {
  clickInline,
  closeNotifications,
  openSecretsView,
  pickCommand,
  pickFromMenu,
  pickItem,
  statusItem,
  treeRow,
} from "./rig/workbenchActions";

// The pictures are of the newest editor, which alone has these themes.
const pictured: readonly Theme[] = ["light", "dark", "hc"];
const asked = "${input:token}";
const stored = `made-up-stored-${core()}`;
const fromLaunch = `made-up-of-the-launch-${core()}`;
const configuration = `{
  // A comment that stays.
  "mode": "dual",
  "canary_percent": 50,
  "secrets": {
    // Ours.
    "OPENAI_API_KEY": "local:OPENAI_API_KEY",
    "STRIPE_API_KEY": "local:STRIPE_API_KEY", // theirs
  },
}
`;

describe.each(chosenEditors())("rows of the view in $name", (editor) => {
  const themes = editor.version === editors.at(-1)?.version ? pictured : [];
  const person = personInEditor(editor, {
    prepare: async (folder, home) => {
      await makeSampleWorkspace(folder, home, stored);
      mkdirSync(join(folder, ".vscode"));
      writeFileSync(join(folder, "secret-router.json"), configuration);
      const servers = {
        github: { command: "npx", args: ["-y", "server"], env: { GITHUB_TOKEN: asked } },
        docs: { url: "http://127.0.0.1:9" },
      };
      writeFileSync(join(folder, ".vscode", "mcp.json"), JSON.stringify({ servers }, null, 2));
      const env = { OPENAI_API_KEY: fromLaunch, OUT: join(folder, "out.txt") };
      const launch = {
        type: "node",
        request: "launch",
        name: "Sample",
        program: join(folder, "loop.js"),
        env,
      };
      const file = { version: "0.2.0", configurations: [launch] };
      writeFileSync(join(folder, ".vscode", "launch.json"), JSON.stringify(file));
      // The older editor puts the debugger's own view in front.
      const settings = { "debug.openDebug": "neverOpen" };
      writeFileSync(join(folder, ".vscode", "settings.json"), JSON.stringify(settings));
    },
  });
  /** As `secret-router set` in a terminal. */
  const store = async (name: string, value: string): Promise<void> => {
    const local = openLocalStore({ directories: person.directories });
    await local.set(name, new SecretValue(value));
    local.forget();
  };
  const text = (): string => readFileSync(join(person.folder, "secret-router.json"), "utf8");
  const row = (name: string | RegExp) => treeRow(person.page, name);
  const rowSays = (name: string | RegExp, said: string | RegExp): Promise<true> =>
    until(async () => new RegExp(said).test((await row(name).first().textContent()) ?? "") || undefined, {
      what: `the row of ${name} to say ${said}`,
      timeoutMs: 20_000,
      intervalMs: 100,
    });

  it.skipIf(person.isMissing)("say at a glance what is known", async () => {
    const { page } = person;
    // A machine that is busy takes its time to start an editor.
    await statusItem(page).waitFor({ timeout: 90_000 });
    await statusItem(page).click();
    await openSecretsView(page);
    await rowSays("OPENAI_API_KEY", "stored, not read yet, dual 50 %");
    await rowSays("STRIPE_API_KEY", "not in the store, dual 50 %");
    await rowSays("github", "routed, not started");
    await rowSays("docs", "remote");
    await closeNotifications(page);
  });

  it.skipIf(person.isMissing)("follow what a terminal stores and removes", async () => {
    await store("STRIPE_API_KEY", "made-up-theirs");
    await rowSays("STRIPE_API_KEY", "stored, not read yet, dual 50 %");
    await person.cli("rm", "STRIPE_API_KEY");
    await rowSays("STRIPE_API_KEY", "not in the store, dual 50 %");
  });

  it.skipIf(person.isMissing)("of a server tell its secrets and open the line that defines it", async () => {
    const { page } = person;
    await expand(page, "github");
    await rowSays("GITHUB_TOKEN", "^Secrets");
    await rowSays("Defined in", "\\.vscode/mcp.json, line 3");
    await row("Defined in").click();
    await page.getByRole("tab", { name: "mcp.json" }).waitFor();
    await page.locator(".statusbar-item").filter({ hasText: "Ln 3, Col 1" }).waitFor();
    await person.shots("server-row", themes);
  });

  it.skipIf(person.isMissing)("of a server leave it out and take it in again", async () => {
    const { page } = person;
    await clickInline(row("github"), "Unroute a Server");
    await rowSays("github", "not routed");
    await page.getByText('"github" is no longer offered routed').first().waitFor();
    await person.shots("server-unrouted", themes);
    await until(async () => !(await listsServer(page, "github (routed)")), {
      what: "the editor to list the server itself alone",
      timeoutMs: 20_000,
    });
    await pickFromMenu(page, row("github"), "Route a Server…");
    await rowSays("github", "routed, not started");
    await closeNotifications(page);
  });

  it.skipIf(person.isMissing)("can do the same by the palette", async () => {
    const { page } = person;
    await pickCommand(page, "Secret Router: Unroute a Server");
    await page.getByPlaceholder("Which server to leave to the editor").waitFor();
    await person.shot("server-choice");
    await pickItem(page, "github");
    await rowSays("github", "not routed");
    await page.getByRole("button", { name: "Undo" }).click();
    await rowSays("github", "routed, not started");
    await pickCommand(page, "Secret Router: Route a Server");
    await page.getByText("Every MCP server of this workspace is routed already").first().waitFor();
    await closeNotifications(page);
  });

  it.skipIf(person.isMissing)("of a secret have every action in their menu", async () => {
    const { page } = person;
    await row("OPENAI_API_KEY").first().click({ button: "right" });
    const menu = page.locator(".context-view .monaco-menu");
    await menu.getByText("Search the Code for Its Reads").waitFor();
    await person.shots("secret-menu", themes.slice(1, 2));
    await page.keyboard.press("Escape");
    await pickFromMenu(page, row("OPENAI_API_KEY"), "Copy Reference");
    await page.getByText("Copied local:OPENAI_API_KEY").first().waitFor();
    await pickFromMenu(page, row("OPENAI_API_KEY"), "Read Again from the Vault");
    await page.getByText("No session runs now, so there is nothing to read again").first().waitFor();
    await pickFromMenu(page, row("OPENAI_API_KEY"), "Search the Code for Its Reads");
    const query = page.locator(".search-view textarea").first();
    await until(async () => (await query.inputValue()).includes("OPENAI_API_KEY"), { what: "the search" });
    // The oldest editor is installed without the program that it searches with.
    if (themes.length > 0) await page.locator(".search-view").getByText("loop.js").first().waitFor();
    await person.shot("secret-search");
    await openSecretsView(page);
  });

  it.skipIf(person.isMissing)("of a secret open its line in the configuration", async () => {
    const { page } = person;
    await pickFromMenu(page, row("STRIPE_API_KEY"), "Open the Mapping");
    await page.getByRole("tab", { name: "secret-router.json" }).waitFor();
    await page.locator(".statusbar-item").filter({ hasText: "Ln 8, Col 44 (20 selected)" }).waitFor();
    await person.shot("secret-mapping");
  });

  it.skipIf(person.isMissing)("exclude a secret that is mapped after a question, and undo it", async () => {
    const { page } = person;
    await pickFromMenu(page, row("STRIPE_API_KEY"), "Exclude from Routing…");
    const dialog = page.getByRole("dialog").filter({ hasText: "Exclude STRIPE_API_KEY from routing?" });
    await dialog.waitFor();
    await person.shots("secret-exclude", themes);
    await dialog.getByRole("button", { name: "Remove the Mapping and Exclude" }).click();
    await row("STRIPE_API_KEY").first().waitFor({ state: "detached" });
    expect(text()).toBe(
      configuration
        .replace("{\n", '{\n  "patterns": { "exclude": ["STRIPE_API_KEY"] },\n')
        .replace('"STRIPE_API_KEY": "local:STRIPE_API_KEY", ', ""),
    );
    await page.getByText("STRIPE_API_KEY is excluded").first().waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await row("STRIPE_API_KEY").first().waitFor();
    expect(text()).toBe(configuration);
  });

  it.skipIf(person.isMissing)("of a running program tell who reads what", async () => {
    const { page } = person;
    await pickCommand(page, "Debug: Start Debugging");
    await pickCommand(page, "Focus on Secrets View");
    await rowSays("OPENAI_API_KEY", /mismatch, from .*dual 50 %/);
    await expand(page, "OPENAI_API_KEY");
    await rowSays(/^Environment/, "holds a copy");
    await rowSays(/^Reads/, "\\d+ vault, \\d+ environment");
    await expand(page, /^Reads/);
    await rowSays("loop.js", "process \\d+");
    await person.shots("secret-read", themes);
  });

  it.skipIf(person.isMissing)("say that both agree as soon as they do, and warn no more", async () => {
    const { page } = person;
    const warning = statusItem(page).locator(".codicon-warning");
    await warning.waitFor();
    await store("OPENAI_API_KEY", fromLaunch);
    await rowSays("OPENAI_API_KEY", /OPENAI_API_KEY\s*match, from .*dual 50 %/);
    await warning.waitFor({ state: "detached" });
  });

  it.skipIf(person.isMissing)("say what came of reading again", async () => {
    const { page } = person;
    await pickFromMenu(page, row("OPENAI_API_KEY"), "Read Again from the Vault");
    await page.getByText("Read OPENAI_API_KEY again: it has not changed").first().waitFor();
    await pickFromMenu(page, row("STRIPE_API_KEY"), "Read Again from the Vault");
    await page.getByText("STRIPE_API_KEY is missing in the vault").first().waitFor();
    await pickCommand(page, "Secret Router: Refresh Secrets");
    await page.getByText("Refreshed 2 secrets: none changed").first().waitFor();
  });

  it.skipIf(person.isMissing)("of a session tell its mode, and stop its routing", async () => {
    const { page } = person;
    await expand(page, /^Sample/);
    await rowSays(/^Mode/, "dual 50 %");
    await clickInline(row(/^Sample/), "Stop Routing This Session");
    await row(/^Sample/)
      .first()
      .waitFor({ state: "detached" });
    await pickCommand(page, "Debug: Stop");
  });

  it.skipIf(person.isMissing)("offer nothing in the palette that needs a row", async () => {
    const { page } = person;
    await page.keyboard.press("F1");
    const input = page.locator(".quick-input-widget input").first();
    await input.fill(">Secret Router: ");
    const list = page.locator(".quick-input-list");
    await list.getByText("Show Log").first().waitFor();
    for (const title of [
      "Open the Mapping",
      "Exclude from Routing",
      "Copy Reference",
      "Refresh the Report",
    ]) {
      await input.fill(`>Secret Router: ${title}`);
      await until(async () => !(await list.textContent())?.includes(title), { what: `no ${title}` });
    }
    await page.keyboard.press("Escape");
  });

  it.skipIf(person.isMissing)("leave no value in what the editor keeps or shows", async () => {
    expect(await person.leaks({ stored }, { fromLaunch })).toEqual([]);
  });
});

/** A row that is drawn anew at the same moment takes no click. */
async function expand(page: Page, name: string | RegExp): Promise<void> {
  const row = treeRow(page, name).first();
  const isOpen = async (): Promise<boolean> => {
    if ((await row.getAttribute("aria-expanded")) === "true") return true;
    await row
      .locator(".monaco-tl-twistie")
      .click({ timeout: 2_000 })
      .catch(() => undefined);
    return false;
  };
  await until(isOpen, { what: `the row of ${name} to open`, timeoutMs: 20_000, intervalMs: 500 });
}

/** The editor takes a moment to ask for the servers again. */
async function listsServer(page: Page, label: string): Promise<boolean> {
  await pickCommand(page, "MCP: List Servers");
  const rows = page.locator(".quick-input-list .monaco-list-row");
  await rows.filter({ hasText: "github" }).first().waitFor();
  const isListed = (await rows.filter({ hasText: label }).count()) > 0;
  await page.keyboard.press("Escape");
  return isListed;
}
