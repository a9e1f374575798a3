import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { listSessions, type RunningSession } from "../../src/broker/listSessions";
import { LeakHunt } from "../support/leak/leakHunt";
import { core } from "../support/leak/madeUpSecrets";
import { until } from "../support/until";
import { beginRouting } from "./rig/beginRouting";
import { happens } from "./rig/happens";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { pressAway } from "./rig/pressAway";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { newTerminal, typeUntil } from "./rig/terminalActions";
import { terminalWith } from "./rig/terminalWith";
import { untilReady } from "./rig/untilReady";
import { expandRow, openSecretsView, pickCommand, statusItem, treeRow } from "./rig/workbenchActions";

const fromVault = `made-up-vault-${core()}`;
const fromEnvironment = "made-up-env";
const question = "Node programs that you start in this workspace's terminals";

describe.each(chosenEditors())("terminals kept by a person in $name", (editor) => {
  const person = personInEditor(editor, {
    prepare: (folder, home) => makeSampleWorkspace(folder, home, fromVault),
  });
  const keys: Record<string, string> = {};
  const scrollback: string[] = [];
  let second: Page | undefined;
  const out = (): string => join(person.folder, "out.txt");

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
    await beginRouting(person.page);
    expect(await person.page.getByText(question).count()).toBe(0);
    await newTerminal(person.page);
    await person.page.getByText(question).first().waitFor();
    await person.shot("terminals-question");
    expect(session()).toBeUndefined();
    await pressAway(person.page.getByRole("button", { name: "Route Terminals" }));
    await until(() => session() !== undefined, { what: "the session" });
  });

  it.skipIf(person.isMissing)("show what runs in them", async () => {
    await newTerminal(person.page);
    const command = `OUT=${out()} OPENAI_API_KEY=${fromEnvironment} node loop.js &`;
    await typeUntil(person.page, command, () => existsSync(out()));
    await untilReads(fromVault);
    noteKey("first key");
    scrollback.push(await terminalWith(person.page, "node loop.js"));
    await openSecretsView(person.page);
    await expandRow(person.page, "Terminals");
    await treeRow(person.page, "loop.js").first().waitFor();
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
      timeoutMs: 60_000,
    });
    await person.shot("terminals-reloaded");
  });

  it.skipIf(person.isMissing)(
    "need no relaunch, and hold neither key nor value in their own environment",
    async () => {
      const seen = join(person.folder, "printenv.txt");
      const command = `printenv > ${seen}.new && mv ${seen}.new ${seen}`;
      // One that the editor shows again may come in front of the new one a moment later, and take no text.
      const types = async (): Promise<boolean> => {
        await happens(newTerminal(person.page));
        await typeUntil(person.page, command, () => existsSync(seen), 10_000).catch(() => undefined);
        return existsSync(seen);
      };
      await until(types, { what: "a new terminal", timeoutMs: 60_000 });
      scrollback.push(await terminalWith(person.page, "printenv >"));
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
    const secrets = { ...keys, vault: fromVault };
    expect(Object.values(keys).every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
    const hunt = new LeakHunt(secrets);
    expect(scrollback).toHaveLength(2);
    for (const text of scrollback) hunt.searchText("a terminal", text);
    expect(hunt.leaks).toEqual([]);
    expect(await person.leaks(secrets)).toEqual([]);
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
    const records = join(person.directories.state, "sessions");
    await until(() => readdirSync(records).length === 0, { what: "the session's record to go" });
  });
});
