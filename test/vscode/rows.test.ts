import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { SecretValue } from "../../src/core/secretValue";
import { openLocalStore } from "../../src/providers/local/localStore";
import { core } from "../support/leak/madeUpSecrets";
import { until } from "../support/until";
import { freePort } from "../support/vault/freePort";
import { actUntil } from "./rig/actUntil";
import { beginRouting } from "./rig/beginRouting";
import { clickUntil } from "./rig/clickUntil";
import { editors } from "./rig/editors";
import { hoverUntil } from "./rig/hoverUntil";
import { menuOfRow } from "./rig/menuOfRow";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { pressAway } from "./rig/pressAway";
import { acceptInput, closeInput, inputOf, pickItem } from "./rig/quickInput";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { startDebugging } from "./rig/startDebugging";
import type { Theme } from "./rig/themes";
import {
  clickInlineUntil,
  closeMenu,
  closeNotifications,
  expandRow,
  menuItems,
  openMenu,
  openSecretsView,
  pickCommand,
  pickFromMenu,
  spokenLabel,
  statusItem,
  treeRow,
  untilRowSays,
} from "./rig/workbenchActions";

// The pictures are of the newest editor, which alone has these themes.
const pictured: readonly Theme[] = ["light", "dark", "hc"];
const asked = "${input:token}";
const stored = `made-up-stored-${core()}`;
const fromLaunch = `made-up-of-the-launch-${core()}`;
const another = `made-up-another-${core()}`;
const typed = `made-up-typed-${core()}`;
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
  let port = 0;
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
      port = await freePort();
      const attach = { type: "node", request: "attach", name: "Attached", address: "127.0.0.1", port };
      const file = { version: "0.2.0", configurations: [launch, attach] };
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
  const spoken = (name: string | RegExp): Promise<string> => spokenLabel(row(name));
  const rowSays = (name: string | RegExp, said: string | RegExp): Promise<true> =>
    untilRowSays(person.page, name, said);
  const reads = (value: string): Promise<unknown> =>
    until(() => readFileSync(join(person.folder, "out.txt"), "utf8").endsWith(`\n${value}\n`), {
      what: `the program to read ${value}`,
      timeoutMs: 60_000,
    });

  it.skipIf(person.isMissing)("say at a glance what is known", async () => {
    const { page } = person;
    // A machine that is busy takes its time to start an editor.
    await statusItem(page).waitFor({ timeout: 90_000 });
    await beginRouting(page);
    await openSecretsView(page);
    await rowSays("OPENAI_API_KEY", "stored, not read yet, dual 50 %");
    await rowSays("STRIPE_API_KEY", "not in the store, dual 50 %");
    await rowSays("github", "routed, not started");
    await rowSays("docs", "remote");
    expect(await Promise.all(["Secrets", "OPENAI_API_KEY", "github", "Sessions"].map(spoken))).toEqual([
      "Secrets, 2",
      "OPENAI_API_KEY, stored, not read yet, dual 50 %",
      "github, routed, not started",
      "Sessions, none",
    ]);
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
    await expandRow(page, "github");
    await rowSays("GITHUB_TOKEN", "^Secrets");
    await rowSays("Defined in", "\\.vscode/mcp.json, line 3");
    await clickUntil(row("Defined in"), page.getByRole("tab", { name: "mcp.json" }));
    await page.locator(".statusbar-item").filter({ hasText: "Ln 3, Col 1" }).waitFor();
    await person.shots("server-row", themes);
  });

  it.skipIf(person.isMissing)("of a server leave it out and take it in again", async () => {
    const { page } = person;
    const unrouted = row("github").filter({ hasText: "not routed" });
    await clickInlineUntil(row("github"), "Unroute a Server", () => unrouted.isVisible());
    await page.getByText('"github" is no longer offered routed').first().waitFor();
    await person.shots("server-unrouted", themes);
    await until(async () => !(await listsServer(page, "github (routed)")), {
      what: "the editor to list the server itself alone",
      timeoutMs: 60_000,
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
    await pressAway(page.getByRole("button", { name: "Undo" }));
    await rowSays("github", "routed, not started");
    await pickCommand(page, "Secret Router: Route a Server");
    await page.getByText("Every MCP server of this workspace is routed already").first().waitFor();
    await closeNotifications(page);
  });

  it.skipIf(person.isMissing)("have the actions of the manifest in their menu, and no other", async () => {
    const { page } = person;
    for (const [name, kind] of [
      ["OPENAI_API_KEY", "secret"],
      ["github", "server"],
    ] as const)
      expect(await menuItems(page, row(name))).toEqual(menuOfRow(kind));
    const copy = page.locator(".context-view .monaco-menu").getByText("Copy Reference");
    await openMenu(row("OPENAI_API_KEY"), copy);
    await person.shots("secret-menu", themes.slice(1, 2));
    await closeMenu(page);
  });

  it.skipIf(person.isMissing)("of a secret copy, read again and search", async () => {
    const { page } = person;
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
    await pressAway(dialog.getByRole("button", { name: "Remove the Mapping and Exclude" }));
    await row("STRIPE_API_KEY").first().waitFor({ state: "detached" });
    expect(text()).toBe(
      configuration
        .replace("{\n", '{\n  "patterns": { "exclude": ["STRIPE_API_KEY"] },\n')
        .replace('"STRIPE_API_KEY": "local:STRIPE_API_KEY", ', ""),
    );
    await page.getByText("STRIPE_API_KEY is excluded").first().waitFor();
    await pressAway(page.getByRole("button", { name: "Undo" }));
    await row("STRIPE_API_KEY").first().waitFor();
    expect(text()).toBe(configuration);
  });

  it.skipIf(person.isMissing)(
    "of a secret that is not stored take its value from a hidden input",
    async () => {
      const { page } = person;
      const asks = page.getByText("The value for local:STRIPE_API_KEY");
      await clickInlineUntil(row("STRIPE_API_KEY"), "Store or Replace the Value", () => asks.isVisible());
      expect(await inputOf(page).getAttribute("type")).toBe("password");
      await acceptInput(page, typed);
      await rowSays("STRIPE_API_KEY", "stored, not read yet");
      const store = openLocalStore({ directories: person.directories });
      expect((await store.get("STRIPE_API_KEY"))?.value.reveal()).toBe(typed);
      await closeNotifications(page);
    },
  );

  it.skipIf(person.isMissing)("follow the canary, and the file keeps its comments", async () => {
    const { page } = person;
    await pickCommand(page, "Secret Router: Set the Canary");
    await page.getByText("Percentage of the reads").waitFor();
    expect(await inputOf(page).inputValue()).toBe("50");
    await acceptInput(page, "25");
    await rowSays("OPENAI_API_KEY", "dual 25 %");
    expect(text()).toBe(configuration.replace('"canary_percent": 50', '"canary_percent": 25'));
    await pickCommand(page, "Secret Router: Set the Canary");
    await acceptInput(page, "50");
    await rowSays("OPENAI_API_KEY", "dual 50 %");
  });

  it.skipIf(person.isMissing)("of a running program tell who reads what", async () => {
    const { page } = person;
    await pickCommand(page, "Debug: Start Debugging");
    await pickCommand(page, "Focus on Secrets View");
    await rowSays("OPENAI_API_KEY", /mismatch, from .*dual 50 %/);
    await expandRow(page, "OPENAI_API_KEY");
    await rowSays(/^Environment/, "holds a copy$");
    await rowSays(/^Reads/, "\\d+ vault, \\d+ environment");
    await expandRow(page, /^Reads/);
    await rowSays("loop.js", "process \\d+");
    await person.shots("secret-read", themes);
  });

  it.skipIf(person.isMissing)("tell a screen reader all that they show", async () => {
    const { page } = person;
    await expandRow(page, /^Sample/);
    await rowSays(/^Mode/, "dual 50 %");
    expect(await spoken("OPENAI_API_KEY")).toMatch(/^OPENAI_API_KEY, mismatch, from .*, dual 50 %$/);
    expect(await spoken(/^Sample/)).toMatch(/^Sample, dual 50 %, \d+ of \d+ reads from the vault$/);
    expect(await spoken("loop.js")).toMatch(/^loop\.js, process \d+$/);
    expect(await menuItems(page, row(/^Sample/))).toEqual(menuOfRow("session"));
  });

  it.skipIf(person.isMissing)(
    "of a secret replace its value, which the running program follows",
    async () => {
      const { page } = person;
      const warning = statusItem(page).locator(".codicon-warning");
      await warning.waitFor();
      await rowSays(/^Version/, "1$");
      await pickFromMenu(page, row("OPENAI_API_KEY"), "Store or Replace the Value…");
      await page.getByText("The value for local:OPENAI_API_KEY").waitFor();
      // The same as in the program's environment.
      await acceptInput(page, fromLaunch);
      await rowSays("OPENAI_API_KEY", "API_KEYmatch, from ");
      await warning.waitFor({ state: "detached" });
      await rowSays(/^Version/, "2$");
      await closeNotifications(page);
    },
  );

  it.skipIf(person.isMissing)("say what came of reading again", async () => {
    const { page } = person;
    await pickFromMenu(page, row("OPENAI_API_KEY"), "Read Again from the Vault");
    await page.getByText("Read OPENAI_API_KEY again: it has not changed").first().waitFor();
    await pickCommand(page, "Secret Router: Refresh Secrets");
    await page.getByText("Refreshed 2 secrets: none changed").first().waitFor();
  });

  it.skipIf(person.isMissing)("stay as they are under the mouse while a program reads", async () => {
    const { page } = person;
    const secret = row("OPENAI_API_KEY").first();
    const tooltip = page.locator(".monaco-hover").filter({ hasText: "dual 50 %. local:OPENAI_API_KEY" });
    await hoverUntil(secret, tooltip);
    // Longer than the time between two looks: the icon is still the same at the press's end.
    const icon = secret.locator('.action-label[aria-label^="Copy Reference"]');
    await icon.click({ delay: 1_500 });
    await page.getByText("Copied local:OPENAI_API_KEY").first().waitFor();
  });

  it.skipIf(person.isMissing)("of a session stop its routing", async () => {
    const { page } = person;
    // With a share, the program may be of those that the environment serves.
    writeFileSync(join(person.folder, "secret-router.json"), text().replace('"dual"', '"vault"'));
    await store("OPENAI_API_KEY", another);
    await reads(another);
    const isGone = async (): Promise<boolean> => (await row(/^Sample/).count()) === 0;
    await clickInlineUntil(row(/^Sample/), "Stop Routing This Session", isGone);
    await reads(fromLaunch);
    await pickCommand(page, "Debug: Stop");
  });

  it.skipIf(person.isMissing)("of a launch that cannot be routed say why", async () => {
    const { page } = person;
    const program = spawn("node", [`--inspect=127.0.0.1:${port}`, join(person.folder, "loop.js")], {
      env: {
        PATH: process.env["PATH"] ?? "",
        OPENAI_API_KEY: fromLaunch,
        OUT: join(person.folder, "out.txt"),
      },
    });
    try {
      await startDebugging(page, "Attached");
      await rowSays(/^Attached/, "not routed$");
      expect(await spoken(/^Attached/)).toBe("Attached, not routed");
      await expandRow(page, /^Attached/);
      await row("The program runs already: what it has read cannot be routed any more.").waitFor();
      await person.shots("session-unrouted", themes.slice(0, 1));
    } finally {
      program.kill();
    }
    await row(/^Attached/)
      .first()
      .waitFor({ state: "detached" });
  });

  it.skipIf(person.isMissing)("offer nothing in the palette that needs a row", async () => {
    const { page } = person;
    const input = inputOf(page);
    const list = page.locator(".quick-input-list");
    const open = async (): Promise<void> => {
      await page.keyboard.press("F1");
      await input.fill(">Secret Router: ", { timeout: 2_000 });
    };
    await actUntil(open, () => list.getByText("Show Log").first().isVisible(), { what: "the palette" });
    for (const title of [
      "Open the Mapping",
      "Exclude from Routing",
      "Copy Reference",
      "Refresh the Report",
    ]) {
      await input.fill(`>Secret Router: ${title}`);
      await until(async () => !(await list.textContent())?.includes(title), { what: `no ${title}` });
    }
    await closeInput(page);
  });

  it.skipIf(person.isMissing)("leave no value in what the editor keeps or shows", async () => {
    expect(await person.leaks({ stored, another, typed }, { fromLaunch })).toEqual([]);
  });
});

/** The editor takes a moment to ask for the servers again. */
async function listsServer(page: Page, label: string): Promise<boolean> {
  await pickCommand(page, "MCP: List Servers");
  const rows = page.locator(".quick-input-list .monaco-list-row");
  await rows.filter({ hasText: "github" }).first().waitFor();
  const isListed = (await rows.filter({ hasText: label }).count()) > 0;
  await closeInput(page);
  return isListed;
}
