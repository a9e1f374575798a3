import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listSessions } from "../../src/broker/listSessions";
import { handleVariable } from "../../src/contract/variables";
import { SecretValue } from "../../src/core/secretValue";
import { openLocalStore } from "../../src/providers/local/localStore";
import { core } from "../support/leak/madeUpSecrets";
import { until } from "../support/until";
import { beginRouting } from "./rig/beginRouting";
import { clickUntil } from "./rig/clickUntil";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { pressAway } from "./rig/pressAway";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { newTerminal, typeUntil } from "./rig/terminalActions";
import {
  clickInlineUntil,
  closeNotifications,
  expandRow,
  openSecretsView,
  pickCommand,
  pickFromMenu,
  statusItem,
  treeRow,
  untilRowSays,
} from "./rig/workbenchActions";

const stored = `made-up-stored-${core()}`;
const unmapped = `made-up-unmapped-${core()}`;
const inFile = `made-up-in-a-file-${core()}`;
const fromEnvironment = "made-up-env";
// Nobody has logged in to this address, so nothing is ever asked there.
const configuration = `{
  // A comment that stays.
  "mode": "vault",
  "vault_url": "http://127.0.0.1:9",
  "secrets": {
    "OPENAI_API_KEY": "local:OPENAI_API_KEY",
    "SAMPLE_TOKEN": "vault:secret/app#token",
  },
}
`;
const program = `
const fs = require("node:fs");
const { OUT } = process.env;
const look = () => fs.appendFileSync(OUT, process.env.OPENAI_API_KEY + " " + process.env.SAMPLE_TOKEN + "\\n");
setInterval(look, 50);
`;

describe.each(chosenEditors())("rows of names without a mapping, and of terminals, in $name", (editor) => {
  const person = personInEditor(editor, {
    prepare: async (folder, home) => {
      await makeSampleWorkspace(folder, home, stored);
      mkdirSync(join(folder, ".vscode"));
      writeFileSync(join(folder, "secret-router.json"), configuration);
      writeFileSync(join(folder, "both.js"), program);
      const servers = { github: { command: "npx", args: ["-y", "server"], env: { GITHUB_TOKEN: inFile } } };
      writeFileSync(join(folder, ".vscode", "mcp.json"), JSON.stringify({ servers }, null, 2));
    },
  });
  const file = (): string => join(person.folder, "secret-router.json");
  const text = (): string => readFileSync(file(), "utf8");
  const out = (): string => join(person.folder, "out.txt");
  const row = (name: string | RegExp) => treeRow(person.page, name);
  const rowSays = (name: string | RegExp, said: string | RegExp): Promise<true> =>
    untilRowSays(person.page, name, said);
  const reads = (line: string): Promise<unknown> =>
    until(() => readFileSync(out(), "utf8").endsWith(`\n${line}\n`), {
      what: `the program to read ${line}`,
      timeoutMs: 30_000,
    });
  const terminals = () =>
    listSessions(person.directories).find(({ record }) => record.command === "Terminals");

  it.skipIf(person.isMissing)("tell where a copy lies before anything has run", async () => {
    const { page } = person;
    const store = openLocalStore({ directories: person.directories });
    for (const name of ["GITHUB_TOKEN", "STRIPE_API_KEY"]) await store.set(name, new SecretValue(unmapped));
    store.forget();
    await statusItem(page).waitFor({ timeout: 90_000 });
    await beginRouting(page);
    await openSecretsView(page);
    await expandRow(page, "STRIPE_API_KEY");
    await rowSays(/^Environment/, "not known yet$");
    writeFileSync(join(person.folder, ".env"), `STRIPE_API_KEY=${inFile}\n`);
    await rowSays(/^Environment/, "copy in \\.env$");
    rmSync(join(person.folder, ".env"));
    await rowSays(/^Environment/, "not known yet$");
    await expandRow(page, "GITHUB_TOKEN");
    await rowSays(/^Environment/, "copy in \\.vscode/mcp\\.json$");
    const tab = page.getByRole("tab", { name: "mcp.json" });
    await clickUntil(row(/^Environment/), tab);
    // No picture shows what the file holds.
    await pickCommand(page, "View: Close All Editors");
    await tab.waitFor({ state: "detached" });
    await person.shot("secret-copy");
  });

  it.skipIf(person.isMissing)("offer a mapping where there is none, and show the one added", async () => {
    const { page } = person;
    await pickFromMenu(page, row("STRIPE_API_KEY"), "Open the Mapping");
    await page.getByText("STRIPE_API_KEY has no mapping of its own").first().waitFor();
    await person.shot("secret-add-mapping");
    expect(text()).toBe(configuration);
    await pressAway(page.getByRole("button", { name: "Add a Mapping" }));
    await page.getByRole("tab", { name: "secret-router.json" }).waitFor();
    await page.locator(".statusbar-item").filter({ hasText: "(20 selected)" }).waitFor();
    const added = text();
    expect(added.replace(/^.*"STRIPE_API_KEY": "local:STRIPE_API_KEY".*\n/m, "")).toBe(configuration);
    expect(added).not.toBe(configuration);
    await closeNotifications(page);
  });

  it.skipIf(person.isMissing)("exclude a name without a mapping at once, and undo it", async () => {
    const { page } = person;
    const before = text();
    await pickFromMenu(page, row("GITHUB_TOKEN"), "Exclude from Routing…");
    await page.getByText("GITHUB_TOKEN is excluded").first().waitFor();
    await row(/^GITHUB_TOKEN/)
      .first()
      .waitFor({ state: "detached" });
    expect(text()).toBe(before.replace("{\n", '{\n  "patterns": { "exclude": ["GITHUB_TOKEN"] },\n'));
    await pressAway(page.getByRole("button", { name: "Undo" }));
    await row(/^GITHUB_TOKEN/)
      .first()
      .waitFor();
    expect(text()).toBe(before);
  });

  it.skipIf(person.isMissing)("tell the last error, and the copy that is served for it", async () => {
    const { page } = person;
    await newTerminal(page);
    await pressAway(page.getByRole("button", { name: "Route Terminals" }));
    await until(() => terminals() !== undefined, { what: "the terminals' session" });
    await newTerminal(page);
    const own = `OPENAI_API_KEY=${fromEnvironment} SAMPLE_TOKEN=${fromEnvironment}`;
    await typeUntil(page, `OUT=${out()} ${own} node both.js &`, () => existsSync(out()));
    await reads(`${stored} ${fromEnvironment}`);
    await openSecretsView(page);
    await rowSays("SAMPLE_TOKEN", "VAULT_NOT_APPROVED, from the environment, vault mode");
    await expandRow(page, "SAMPLE_TOKEN");
    await rowSays("Last error", "VAULT_NOT_APPROVED");
    await row("holds a copy").first().waitFor();
    await person.shot("secret-last-error");
  });

  it.skipIf(person.isMissing)("of the terminals stop the routing of all, and for good", async () => {
    const { page } = person;
    const isGone = async (): Promise<boolean> => (await row(/^Terminals/).count()) === 0;
    await rowSays(/^Terminals/, "vault");
    await clickInlineUntil(row(/^Terminals/), "Stop Routing This Session", isGone);
    await reads(`${fromEnvironment} ${fromEnvironment}`);
    await until(() => terminals() === undefined, { what: "the terminals' session to go" });
    // A session that had been closed alone would be there again at the next look, and new terminals would have its handle.
    const seen = join(person.folder, "printenv.txt");
    await newTerminal(page);
    await typeUntil(page, `printenv > ${seen}.new && mv ${seen}.new ${seen}`, () => existsSync(seen));
    expect(readFileSync(seen, "utf8")).not.toContain(handleVariable);
    expect([terminals(), await isGone()]).toEqual([undefined, true]);
  });

  it.skipIf(person.isMissing)("leave no value in what the editor keeps or shows", async () => {
    expect(await person.leaks({ stored, unmapped }, { inFile })).toEqual([]);
  });
});
