import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { handleVariable } from "../../src/contract/variables";
import { SecretValue } from "../../src/core/secretValue";
import { directoriesOf } from "../../src/platform/directories";
import { openLocalStore } from "../../src/providers/local/localStore";
import { LeakHunt } from "../support/leak/leakHunt";
import { core } from "../support/leak/madeUpSecrets";
import { pinnedPackages } from "../support/pinnedPackages";
import { until } from "../support/until";
import { beginRouting } from "./rig/beginRouting";
import { browserState } from "./rig/browserState";
import { editors } from "./rig/editors";
import { mcpServerProgram } from "./rig/mcpServerProgram";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { pressAway } from "./rig/pressAway";
import { acceptInput, closeInput, confirmInput, inputOf, pickItem } from "./rig/quickInput";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { serverAction } from "./rig/serverAction";
import { makeServerPlaces, serversInPlaces } from "./rig/serverPlaces";
import { answerQuestion, askToStart, startRouted } from "./rig/startRouted";
import {
  closeNotifications,
  editorText,
  openSecretsView,
  pickCommand,
  treeRow,
} from "./rig/workbenchActions";

const fromFile = `made-up-of-the-server-${core()}`;
const fromVault = `made-up-vault-${core()}`;
const fromStore = `made-up-stored-${core()}`;
const typed = `made-up-typed-${core()}`;
const fromArguments = `made-up-of-the-arguments-${core()}`;
const configuration = {
  mode: "vault",
  secrets: { OPENAI_API_KEY: "local:OPENAI_API_KEY", BRAVE_API_KEY: "local:BRAVE_API_KEY" },
  servers: { brave: { secrets: ["BRAVE_API_KEY"] } },
};

describe.each(chosenEditors())("MCP servers in $name", (editor) => {
  const person = personInEditor(editor, {
    prepare: async (folder, home) => {
      await makeSampleWorkspace(folder, home, fromVault);
      for (const name of [".vscode", "work"]) mkdirSync(join(folder, name));
      writeFileSync(join(folder, "server.env"), "REGION=from the file\n");
      writeFileSync(join(folder, "server.js"), mcpServerProgram);
      const env = { OPENAI_API_KEY: fromFile, OUT: join(folder, "seen.json") };
      const servers = {
        sample: { command: "node", args: ["server.js", "--token", fromArguments], env },
        // In its sandbox by the editor alone, and without one if we offered it.
        boxed: { command: "node", args: ["server.js"], env, sandboxEnabled: true },
        // By way of a program that is not Node, and without our preloader.
        foreign: {
          command: "env",
          args: ["-u", "NODE_OPTIONS", "node", "server.js"],
          env: { ...env, OUT: join(folder, "foreign.json") },
        },
        brave: { command: "node", args: [packageEntry("server-brave-search")] },
        asking: {
          command: "node",
          args: ["../server.js"],
          cwd: "work",
          envFile: "${workspaceFolder}/server.env",
          env: {
            KEY_NAME: "ASKED_API_KEY",
            ASKED_API_KEY: "${input:key}",
            REGION: "${input:region}",
            OUT: join(folder, "asked.json"),
          },
        },
        slack: {
          command: "node",
          args: [packageEntry("server-slack")],
          env: { SLACK_BOT_TOKEN: "${input:token}", SLACK_TEAM_ID: "T0" },
        },
      };
      // The key is not marked as a password: its variable's name says that it is one.
      const inputs = [
        { id: "key", type: "promptString", description: "The key of the asking server" },
        { id: "region", type: "pickString", description: "The region to ask", options: ["eu", "us", "asia"] },
      ];
      writeFileSync(join(folder, ".vscode", "mcp.json"), JSON.stringify({ inputs, servers }, null, 2));
      writeFileSync(join(folder, "secret-router.json"), JSON.stringify(configuration));
      const directories = directoriesOf({ SECRET_ROUTER_HOME: join(home, "secret-router") });
      const store = openLocalStore({ directories });
      // No server's file names the last one, so that none may read it.
      for (const name of ["BRAVE_API_KEY", "SLACK_BOT_TOKEN", "OTHER_API_KEY"])
        await store.set(name, new SecretValue(`${fromStore}-${name}`));
      store.forget();
    },
  });
  const restart = (name: string): Promise<void> => serverAction(person.page, name, "Restart Server");
  const whatAskedSaw = async (): Promise<unknown> => {
    const path = join(person.folder, "asked.json");
    await until(() => existsSync(path), { what: "the asking server to start", timeoutMs: 60_000 });
    const text = readFileSync(path, "utf8");
    rmSync(path);
    return JSON.parse(text);
  };
  const seen = (): string => join(person.folder, "seen.json");
  const isNewest = editor.version === editors.at(-1)?.version;
  const inNewest = isNewest ? it.skipIf(person.isMissing) : () => undefined;

  it.skipIf(person.isMissing)("are offered once the workspace is routed", async () => {
    await beginRouting(person.page);
    await pickCommand(person.page, "MCP: List Servers");
    await person.page.getByText("sample (routed)").first().waitFor();
    await person.shot("mcp-servers");
    await inputOf(person.page).fill("boxed");
    const rows = person.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "boxed" });
    await rows.first().waitFor();
    expect((await rows.allTextContents()).filter((row) => row.includes("(routed)"))).toEqual([]);
    await closeInput(person.page);
  });

  it.skipIf(person.isMissing)("start after the user has agreed, with the vault's value", async () => {
    await askToStart(person.page, "sample");
    expect(existsSync(seen())).toBe(false);
    await person.shot("mcp-approval");
    await answerQuestion(person.page, "sample", "Show the Launch", async () =>
      (await editorText(person.page)).includes("OPENAI_API_KEY from local:OPENAI_API_KEY"),
    );
    expect(await editorText(person.page)).not.toContain(fromFile);
    await person.shot("mcp-launch");
    await startRouted(person.page, "sample");
    await until(() => existsSync(seen()), { what: "the server to start", timeoutMs: 60_000 });
    expect(JSON.parse(readFileSync(seen(), "utf8"))).toEqual({
      token: fromArguments,
      key: fromVault,
      other: null,
      region: null,
    });
  });

  it.skipIf(person.isMissing)("start again without a question", async () => {
    rmSync(seen());
    await restart("sample");
    await until(() => existsSync(seen()), { what: "the server to start", timeoutMs: 60_000 });
  });

  // The older editor starts all of them by itself.
  inNewest("that start together are asked about one after the other", async () => {
    const { page } = person;
    const toast = page.locator(".notification-toast");
    const asked = (server: string) => toast.filter({ hasText: `Start the MCP server "${server}"` });
    // Where all are shown already, a new one is no toast.
    await closeNotifications(page);
    await serverAction(page, "brave", "Start Server");
    await asked("brave").waitFor();
    // The editor puts it away, and whoever starts the next one sees what that waits for.
    await asked("brave").waitFor({ state: "detached" });
    await serverAction(page, "foreign", "Start Server");
    await asked("brave").waitFor();
    await pickCommand(page, "Notifications: Show Notifications");
    const all = page.locator(".notification-list-item").filter({ hasText: "Start the MCP server" });
    await until(async () => (await all.count()) > 0, { what: "all notifications" });
    expect((await all.allTextContents()).map((text) => /server "(\w+)"/.exec(text)?.[1])).toEqual(["brave"]);
    await person.shot("mcp-one-question");
    await answerQuestion(page, "brave", "Cancel");
    await all.filter({ hasText: '"foreign"' }).first().waitFor();
  });

  it.skipIf(person.isMissing)("that are not Node are given their secrets at their start", async () => {
    const { page } = person;
    await startRouted(page, "foreign");
    const path = join(person.folder, "foreign.json");
    await until(() => existsSync(path), { what: "the server to start", timeoutMs: 60_000 });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ key: fromVault });
    await openSecretsView(page);
    await treeRow(page, /^foreign\s*started, injected, not intercepted/).waitFor();
    await treeRow(page, /^sample\s*running, routed/).waitFor();
    await treeRow(page, /^slack\s*routed, not started/).waitFor();
    await treeRow(page, /^boxed\s*asks for a sandbox, not routed/).waitFor();
    await person.shot("mcp-states");
  });

  it.skipIf(person.isMissing).each([
    {
      name: "brave",
      entry: "server-brave-search",
      says: "BRAVE_API_KEY environment variable is required",
      tools: 2,
    },
    { name: "slack", entry: "server-slack", says: "Please set SLACK_BOT_TOKEN", tools: 8 },
  ])(
    "from npm that need a key start with the one in the store: $name",
    async ({ name, entry, says, tools }) => {
      const { PATH = "" } = process.env;
      const alone = spawnSync(process.execPath, [packageEntry(entry)], { env: { PATH }, encoding: "utf8" });
      expect([alone.status, alone.stderr]).toEqual([1, expect.stringContaining(says)]);

      await startRouted(person.page, name);
      await serverAction(person.page, name, "Show Output");
      await person.page.getByText(`Discovered ${tools} tools`).waitFor();
      await person.shot(`mcp-${name}`);
    },
  );

  it.skipIf(person.isMissing)("are asked for what their files leave open", async () => {
    await startRouted(person.page, "asking");
    await person.page.getByText("The key of the asking server").waitFor();
    expect(await inputOf(person.page).getAttribute("type")).toBe("password");
    await person.shot("mcp-input");
    await acceptInput(person.page, typed);
    await person.page.getByText("asia").waitFor();
    await person.shot("mcp-choice");
    await pickItem(person.page, "asia");
    expect(await whatAskedSaw()).toEqual({ key: typed, other: null, region: "asia" });
  });

  it.skipIf(person.isMissing)(
    "are not asked for again once it is stored, and offer the last choice first",
    async () => {
      await pressAway(person.page.getByRole("button", { name: "Store", exact: true }));
      await until(async () => (await person.cli("list")).includes("ASKED_API_KEY"), {
        what: "the key in the store",
      });
      await restart("asking");
      await person.page.getByText("asia").waitFor();
      await confirmInput(person.page);
      expect(await whatAskedSaw()).toEqual({ key: typed, other: null, region: "asia" });
    },
  );

  it.skipIf(person.isMissing)(
    "are asked about again when their envFile begins to say what they load",
    async () => {
      const option = "--max-http-header-size=20001";
      writeFileSync(join(person.folder, "server.env"), `NODE_OPTIONS=${option}\n`);
      await restart("asking");
      const question = person.page.locator(".notification-list-item").filter({ hasText: option }).first();
      await question.waitFor();
      await pressAway(question.getByRole("button", { name: "Cancel" }));
      expect(existsSync(join(person.folder, "asked.json"))).toBe(false);
    },
  );

  it.skipIf(person.isMissing)("leave no secret in what the editor keeps or shows", async () => {
    expect(await person.leaks({ fromVault, fromStore, typed }, { fromFile, fromArguments })).toEqual([]);
  });

  it.skipIf(person.isMissing)(
    "leave no argument in what the editor keeps of those that are offered",
    async () => {
      const kept = async (): Promise<string | undefined> =>
        (await browserState(person.page))
          .split("\n")
          .find((text) => text.includes("secretRouter.servers") && text.includes("sample (routed)"));
      // The editor writes what it keeps of extensions' servers once a minute.
      const text = await until(kept, {
        what: "the offered servers in what the editor keeps",
        intervalMs: 1_000,
        timeoutMs: 90_000,
      });
      const hunt = new LeakHunt({ fromArguments });
      hunt.searchText("the offered servers", text);
      expect(hunt.leaks).toEqual([]);
    },
  );

  it.skipIf(person.isMissing)("leave no session's handle in what the editor keeps", async () => {
    const hunt = new LeakHunt({ handle: handleVariable });
    for (const folder of person.editorStorage()) hunt.searchFolder(folder);
    hunt.searchText("the browser", await browserState(person.page));
    expect(hunt.leaks).toEqual([]);
  });

  // The older editor's second window, in the same browser, does not take the click that begins routing.
  inNewest("are found wherever this editor keeps them, the user's own told apart", async () => {
    const window = await person.open(makeServerPlaces(person.directory));
    await openSecretsView(window);
    await beginRouting(window);
    await person.shot("mcp-places-view", window);
    for (const { row } of serversInPlaces) await treeRow(window, row).waitFor();
    await pickCommand(window, "MCP: List Servers");
    await inputOf(window).fill("(routed");
    const rows = window.locator(".quick-input-list .monaco-list-row");
    const offered = async (): Promise<readonly string[]> =>
      (await rows.allTextContents()).flatMap((row) => /\w+ \(routed[^)]*\)/.exec(row)?.[0] ?? []);
    await until(async () => (await offered()).length >= serversInPlaces.length, { what: "the servers" });
    await person.shot("mcp-places", window);
    expect((await offered()).toSorted()).toEqual(serversInPlaces.map(({ label }) => label));
    await window.close();
  });
});

function packageEntry(name: string): string {
  const directory = pinnedPackages("mcpServers", "mcp-servers");
  return join(directory, "node_modules", "@modelcontextprotocol", name, "dist", "index.js");
}
