import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { listSessions, type RunningSession } from "../../src/broker/listSessions";
import { LeakHunt } from "../support/leak/leakHunt";
import { until } from "../support/until";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { untilReady } from "./rig/untilReady";
import { openSecretsView, pickCommand, statusItem, treeRow } from "./rig/workbenchActions";

const fromVault = "vault-value-7f3e9a";
const fromEnvironment = "made-up-env";
const question = "Node programs that you start in this workspace's terminals";

describe.each(chosenEditors())("terminals kept by a person in $name", (editor) => {
  const person = personInEditor(editor, { prepare: makeSampleWorkspace });
  const keys: Record<string, string> = {};
  let second: Page | undefined;
  const out = (): string => join(person.folder, "out.txt");

  async function newTerminal(): Promise<void> {
    const before = await person.page.locator(".terminal-wrapper .xterm").count();
    await pickCommand(person.page, "Terminal: Create New Terminal");
    await until(async () => (await person.page.locator(".terminal-wrapper .xterm").count()) > before, {
      what: "the terminal",
      timeoutMs: 20_000,
    });
    await person.page.locator(".terminal-wrapper.active .xterm-helper-textarea").first().focus();
  }

  /** Typed by a person who sees the prompt: typed again until the shell has done it. */
  async function typeUntil(command: string, isDone: () => boolean): Promise<void> {
    await until(
      async () => {
        if (isDone()) return true;
        await person.page.keyboard.type(`${command}\n`);
        await until(isDone, { what: "the command to run", timeoutMs: 4_000 }).catch(() => undefined);
        return isDone();
      },
      { what: command, timeoutMs: 40_000 },
    );
  }

  function session(): RunningSession | undefined {
    return listSessions(person.directories).find(({ record }) => record.command === "Terminals");
  }

  function noteKey(name: string): void {
    keys[name] = readFileSync(join(session()?.record.directory ?? "", "key"), "utf8");
  }

  function untilReads(value: string): Promise<unknown> {
    return until(() => existsSync(out()) && readFileSync(out(), "utf8").endsWith(`\n${value}\n`), {
      what: `the program to read ${value}`,
      timeoutMs: 30_000,
    });
  }

  it.skipIf(person.isMissing)("are asked about when the first one opens, and not before", async () => {
    await statusItem(person.page).click();
    await until(async () => (await statusItem(person.page).textContent())?.includes("vault"), {
      what: "routing",
    });
    expect(await person.page.getByText(question).count()).toBe(0);
    await newTerminal();
    await person.page.getByText(question).first().waitFor();
    await person.shot("terminals-question");
    expect(session()).toBeUndefined();
    await person.page.getByRole("button", { name: "Route Terminals" }).click();
    await until(() => session() !== undefined, { what: "the session" });
  });

  it.skipIf(person.isMissing)("show what runs in them", async () => {
    await newTerminal();
    const command = `OUT=${out()} OPENAI_API_KEY=${fromEnvironment} node loop.js &`;
    await typeUntil(command, () => existsSync(out()));
    await untilReads(fromVault);
    noteKey("first key");
    await openSecretsView(person.page);
    await treeRow(person.page, "Terminals").first().waitFor();
    await treeRow(person.page, "Terminals").first().locator(".monaco-tl-twistie").click();
    await treeRow(person.page, "loop.js").waitFor();
    await person.shot("terminals-running");
    expect(await treeRow(person.page, "Terminals").first().textContent()).toMatch(/vault/);
  });

  it.skipIf(person.isMissing)("are routed again after a reload of the window", async () => {
    const before = session()?.record;
    await person.page.reload();
    await untilReady(person.page);
    await until(() => session() !== undefined && session()?.record.pid !== before?.pid, {
      what: "the next extension host to take over",
      timeoutMs: 60_000,
    });
    expect(session()?.record.directory).toBe(before?.directory);
    await untilReads(fromVault);
    noteKey("second key");
    expect(keys["second key"]).not.toBe(keys["first key"]);
    await until(() => session()?.processes.some(({ program }) => program?.endsWith("loop.js")), {
      what: "the program that has outlived the reload",
      timeoutMs: 20_000,
    });
    await person.shot("terminals-reloaded");
  });

  it.skipIf(person.isMissing)(
    "need no relaunch, and hold neither key nor value in their own environment",
    async () => {
      const seen = join(person.folder, "printenv.txt");
      await newTerminal();
      await typeUntil(`printenv > ${seen}.new && mv ${seen}.new ${seen}`, () => existsSync(seen));
      // By now the editor has heard of what it would give a new terminal: it marks one that has something else.
      // Whether the editor shows again what has outlived its reload is the editor's affair.
      const shown = await person.page.locator(".terminal-wrapper .xterm").count();
      if (shown > 1)
        await person.page
          .locator(".terminal-tabs-entry")
          .nth(shown - 1)
          .waitFor();
      await person.shot("terminals-kept");
      expect(await person.page.locator('.terminal-tabs-entry [class*="monaco-decoration"]').count()).toBe(0);
      const environment = readFileSync(seen, "utf8");
      expect(environment).toMatch(/^VSCODE_SECRET_ROUTER_SESSION=1\|0\|-\|@\|-\|\//m);
      expect(environment).toMatch(/^NODE_OPTIONS= --require ".*\/preload\/preload\.cjs" $/m);
      const hunt = new LeakHunt({ ...keys, vault: fromVault });
      hunt.searchText("printenv", environment);
      expect(hunt.leaks).toEqual([]);
    },
  );

  it.skipIf(person.isMissing)("leave neither in what the editor keeps, scrollback included", async () => {
    const shown = await person.page.locator(".terminal-wrapper").allTextContents();
    expect(Object.values(keys).every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
    const hunt = new LeakHunt({ ...keys, vault: fromVault });
    hunt.searchText("terminals on screen", shown.join("\n"));
    for (const folder of person.editorStorage()) hunt.searchFolder(folder);
    expect(hunt.leaks).toEqual([]);
    expect(hunt.searched).toBeGreaterThan(20);
  });

  it.skipIf(person.isMissing)(
    "are left to the first of two windows, and taken over by the other",
    async () => {
      const first = session()?.record.pid;
      second = await person.page.context().newPage();
      await second.goto(person.page.url());
      await untilReady(second);
      await until(async () => (await statusItem(second as Page).textContent())?.includes("vault"), {
        what: "the second window",
        timeoutMs: 60_000,
      });
      await openSecretsView(second);
      await treeRow(second, "OPENAI_API_KEY").waitFor();
      expect(session()?.record.pid).toBe(first);
      await person.page.goto("about:blank");
      await until(() => session() !== undefined && session()?.record.pid !== first, {
        what: "the second window to take over",
        timeoutMs: 60_000,
      });
      await untilReads(fromVault);
      await treeRow(second, "Terminals").first().waitFor();
      await person.page.goto(second.url());
      await untilReady(person.page);
      await openSecretsView(person.page);
      await treeRow(person.page, "OPENAI_API_KEY").waitFor();
    },
  );

  it.skipIf(person.isMissing)("go with the command in either window, and the program with them", async () => {
    const place = session()?.record.directory ?? "";
    // The window that waits gives the command, and the one that has them obeys.
    await pickCommand(person.page, "Stop Routing the Terminals of This Workspace");
    await untilReads(fromEnvironment);
    await until(() => !existsSync(place), { what: "key and lease to go" });
    expect(readdirSync(join(person.directories.state, "sessions"))).toEqual([]);
  });
});
