import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { listSessions } from "../../src/broker/listSessions";
import { parseHandle } from "../../src/contract/handle";
import { isProcessAlive } from "../../src/platform/processes";
import { LeakHunt } from "../support/leak/leakHunt";
import { core } from "../support/leak/madeUpSecrets";
import { until } from "../support/until";
import { actUntil } from "./rig/actUntil";
import { beginRouting } from "./rig/beginRouting";
import { clickUntil } from "./rig/clickUntil";
import { editors } from "./rig/editors";
import { happens } from "./rig/happens";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { hiddenText, plantSecrets } from "./rig/plantSecrets";
import { pressAway } from "./rig/pressAway";
import { acceptInput } from "./rig/quickInput";
import { makeRunningWorkspace, otherFolder, outPath } from "./rig/runningWorkspace";
import { startDebugging } from "./rig/startDebugging";
import { startRouted } from "./rig/startRouted";
import { terminalWith } from "./rig/terminalWith";
import type { Theme } from "./rig/themes";
import { pickCommand, statusItem, treeRow } from "./rig/workbenchActions";

// The pictures are of the newest editor, which alone has these themes.
const pictured: readonly Theme[] = ["light", "dark"];

describe.each(chosenEditors())("what runs in $name", (editor) => {
  const environment = `made-up-environment-${core()}`;
  const vault = `made-up-vault-${core()}`;
  const typed = `made-up-typed-${core()}`;
  const secrets: Record<string, string> = { vault, typed };
  const person = personInEditor(editor, {
    prepare: (folder, home) => makeRunningWorkspace(folder, home, { environment, vault }),
  });
  const themes = editor.version === editors.at(-1)?.version ? pictured : [];
  let other: Page;

  const outOf = (program: string): string => outPath(person.folder, program);
  const lastOf = (program: string): string =>
    existsSync(outOf(program))
      ? (readFileSync(outOf(program), "utf8").trimEnd().split("\n").at(-1) ?? "")
      : "";
  const allRead = (value: string, ...programs: readonly string[]): Promise<true> =>
    until(() => programs.every((program) => lastOf(program) === value) || undefined, {
      what: `${programs.join(" and ")} to read the ${value === vault ? "vault's" : "environment's"} value`,
      timeoutMs: 30_000,
    });
  // The editor may end a debugged program with its window; one that goes on must do so with its environment.
  const endsOrReadsEnvironment = async (program: string, pid: number): Promise<void> => {
    await until(() => !isProcessAlive(pid) || lastOf(program) === environment, {
      what: `${program} to end, or to read the environment's value`,
      timeoutMs: 30_000,
    });
    if (isProcessAlive(pid)) process.kill(pid);
  };
  const handleOf = (program: string): { pid: number; handle: ReturnType<typeof parseHandle> } => {
    const [pid = "", ...handle] = readFileSync(`${outOf(program)}.handle`, "utf8").split(" ");
    return { pid: Number(pid), handle: parseHandle(handle.join(" ")) };
  };
  const shows = (page: Page, text: string): Promise<true> =>
    until(async () => (await statusItem(page).textContent())?.includes(text) || undefined, {
      what: `the status bar to say ${text}`,
      timeoutMs: 30_000,
    });
  const startSample = async (page: Page, name: string): Promise<void> => {
    rmSync(outOf(name), { force: true });
    await startDebugging(page, name);
    await allRead(vault, name);
  };

  const offers = (page: Page): Locator =>
    page.locator(".notification-list-item").filter({ hasText: "Nothing is routed until you say so." });

  it.skipIf(person.isMissing)("is not offered to be routed once the user wants no such offer", async () => {
    const { page } = person;
    await pickCommand(page, "Notifications: Show Notifications");
    await pressAway(offers(page).getByRole("button", { name: "Don't Show Again" }));
    await offers(page).waitFor({ state: "detached" });
    expect(await statusItem(page).textContent()).toContain("not routed");
  });

  it.skipIf(person.isMissing)("is routed: a debugged program and an MCP server", async () => {
    await beginRouting(person.page);
    await shows(person.page, "vault");
    await startSample(person.page, "Sample");
    await startRouted(person.page, "server");
    await allRead(vault, "server");
    const { handle } = handleOf("Sample");
    secrets["sessionKey"] = handle?.keyHex ?? "";
    secrets["serverKey"] = handleOf("server").handle?.keyHex ?? "";
    expect(secrets["sessionKey"]).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets["serverKey"]).toMatch(/^[0-9a-f]{64}$/);
  });

  it.skipIf(person.isMissing)("is shown where it cannot be routed, and is nothing to warn of", async () => {
    const { page } = person;
    await startDebugging(page, "Turned off");
    await allRead(environment, "Turned off");
    await pickCommand(page, "Focus on Secrets View");
    await treeRow(page, /^Turned off.*not routed/).waitFor();
    await shows(page, "vault");
    expect(await statusItem(page).locator(".codicon-warning").count()).toBe(0);
    await person.shot("unrouted");
    process.kill(handleOf("Turned off").pid);
    await treeRow(page, /^Turned off/).waitFor({ state: "detached" });
  });

  it.skipIf(person.isMissing)("follows a switch of the mode, there and back", async () => {
    for (const [mode, value] of [
      ["shadow", environment],
      ["vault", vault],
    ] as const) {
      await pickCommand(person.page, "Secret Router: Switch Mode");
      await acceptInput(person.page, mode);
      await shows(person.page, mode);
      await allRead(value, "Sample", "server");
    }
  });

  it.skipIf(person.isMissing)(
    "loses its lease when the item is clicked, and has it back after the lifting",
    async () => {
      await clickUntil(statusItem(person.page), statusItem(person.page).filter({ hasText: "KILLED" }));
      await allRead(environment, "Sample", "server");
      await pickCommand(person.page, "Secret Router: Lift the Kill Switch");
      await pressAway(person.page.getByRole("dialog").getByRole("button", { name: "Lift the Kill Switch" }));
      await allRead(vault, "Sample", "server");
      await shows(person.page, "vault");
    },
  );

  it.skipIf(person.isMissing)("is listed, killed and resumed by the command line too", async () => {
    const listed = await person.cli("status");
    expect(listed).toMatch(/\bSample\b.*\bvault\b/);
    expect(listed).toMatch(/\bserver\b.*\bvault\b/);
    expect(await person.cli("kill", "--reason", "by a test")).toContain("2 running sessions");
    await allRead(environment, "Sample", "server");
    await shows(person.page, "KILLED");
    expect(await person.cli("status")).toMatch(/\bSample\b.*\bkilled\b/);
    await person.cli("resume");
    await allRead(vault, "Sample", "server");
    await shows(person.page, "vault");
  });

  it.skipIf(person.isMissing)(
    "is in the mode that its row says, even where its own file says another",
    async () => {
      const { page } = person;
      const elsewhere = otherFolder(person.folder);
      expect(await person.cliIn(elsewhere, "mode", "shadow")).toContain("2 running sessions switched");
      await allRead(environment, "Sample", "server");
      await shows(page, "vault, 2 sessions in mode shadow");
      await pickCommand(page, "Focus on Secrets View");
      await treeRow(page, /^Sample.*shadow instead of vault/).waitFor();
      await treeRow(page, /^OPENAI_API_KEY.*shadow mode/).waitFor();
      await person.shots("session-switched", themes);
      await pickCommand(page, "Secret Router: Switch Mode");
      await page.getByText("configured", { exact: true }).waitFor();
      await person.shot("session-switched-choice");
      await acceptInput(page, "vault");
      await allRead(vault, "Sample", "server");
      await statusItem(page).filter({ hasText: "in mode shadow" }).waitFor({ state: "detached" });
      await person.cliIn(elsewhere, "mode", "vault");
    },
  );

  it.skipIf(person.isMissing)("is not what a window on another folder shows or routes", async () => {
    other = await person.open(otherFolder(person.folder));
    await shows(other, "not routed");
    // Said for good, so it holds here, too.
    await pickCommand(other, "Notifications: Show Notifications");
    expect(await offers(other).count()).toBe(0);
    await beginRouting(other);
    await shows(other, "vault");
    await startSample(other, "Other");
    for (const [page, own, foreign] of [
      [other, "Other", "Sample"],
      [person.page, "Sample", "Other"],
    ] as const) {
      await page.bringToFront();
      await pickCommand(page, "Focus on Secrets View");
      await treeRow(page, own).first().waitFor();
      expect(await treeRow(page, foreign).count()).toBe(0);
    }
  });

  it.skipIf(person.isMissing)("is killed from every window, and every window says so", async () => {
    await other.bringToFront();
    await clickUntil(statusItem(other), statusItem(other).filter({ hasText: "KILLED" }));
    await allRead(environment, "Sample", "server", "Other");
    await shows(person.page, "KILLED");
    await person.cli("resume");
    await allRead(vault, "Sample", "server", "Other");
    await shows(other, "vault");
  });

  it.skipIf(person.isMissing)("keeps the mode of its own folder when another one is switched", async () => {
    await pickCommand(other, "Secret Router: Switch Mode");
    await acceptInput(other, "shadow");
    await shows(other, "shadow");
    await allRead(environment, "Other");
    expect(await person.cli("status")).toMatch(/\bSample\b.*\bvault\b/);
    expect([lastOf("Sample"), lastOf("server")]).toEqual([vault, vault]);
    await pickCommand(other, "Debug: Stop");
    await until(() => listSessions(person.directories).length === 2, { what: "the session to end" });
    await other.close();
    await person.page.bringToFront();
  });

  it.skipIf(person.isMissing)("is left alone by a second window on the same folder", async () => {
    const second = await person.open(person.folder);
    await shows(second, "vault");
    await pickCommand(second, "Focus on Secrets View");
    await treeRow(second, "OPENAI_API_KEY").first().waitFor();
    expect(await treeRow(second, "Sample").count()).toBe(0);
    await second.close();
    expect(listSessions(person.directories).map(({ record }) => record.command)).toEqual([
      "Sample",
      "server",
    ]);
    rmSync(outOf("Sample"));
    await allRead(vault, "Sample");
  });

  it.skipIf(person.isMissing)(
    "goes on with its environment when the window and its extension host start anew",
    async () => {
      await startSample(person.page, "Typed");
      const { pid, handle } = handleOf("Typed");
      expect(handle?.keyHex).toBeNull();
      const hosts = new Set(listSessions(person.directories).map(({ record }) => record.pid));
      await pickCommand(person.page, "Developer: Reload Window");
      await until(() => listSessions(person.directories).every(({ record }) => !hosts.has(record.pid)), {
        what: "the sessions of the old host to go",
        timeoutMs: 120_000,
      });
      await endsOrReadsEnvironment("Typed", pid);
      await shows(person.page, "vault");
      await startSample(person.page, "Typed");
    },
  );

  it.skipIf(person.isMissing)("goes on with its environment when the extension host is killed", async () => {
    const session = listSessions(person.directories).find(({ record }) => record.command === "Typed");
    if (session === undefined) throw new Error("There is no session whose host could be killed.");
    const { pid } = handleOf("Typed");
    secrets["typedKey"] = readFileSync(join(session.record.directory, "key"), "utf8");
    process.kill(session.record.pid, "SIGKILL");
    await until(() => !existsSync(session.record.directory), {
      what: "the next host to remove what the dead one left",
      timeoutMs: 60_000,
    });
    await endsOrReadsEnvironment("Typed", pid);
    await shows(person.page, "vault");
    await startSample(person.page, "Typed");
    const { pid: last } = handleOf("Typed");
    process.kill(last);
    await until(() => !isProcessAlive(last), { what: "the program to end" });
    const isOver = (): boolean => listSessions(person.directories).length === 0;
    await happens(until(isOver, { what: "the session to end" }));
    // The older editor does not notice each end that comes while its debugger attaches; a person stops such a session.
    await actUntil(() => pickCommand(person.page, "Debug: Stop"), isOver, { what: "the session to end" });
    expect(readdirSync(person.directories.run ?? "")).toEqual([]);
  });

  it.skipIf(person.isMissing)(
    "leaves no value and no key in anything that the editor keeps or shows",
    async () => {
      await pickCommand(person.page, "Secret Router: Store a Secret");
      await acceptInput(person.page, "TYPED_API_KEY");
      await person.page.getByText("The value for local:TYPED_API_KEY").waitFor();
      await acceptInput(person.page, typed);
      await person.page.getByText("Stored TYPED_API_KEY in your encrypted store").first().waitFor();
      const scrollback = await terminalWith(person.page, "VSCODE_SECRET_ROUTER_SESSION");
      const hunt = new LeakHunt(secrets);
      hunt.searchText("the terminal", scrollback);
      expect(hunt.leaks).toEqual([]);
      await person.shot("running-end");
      // The typed launch shows its own environment, as it does without us.
      expect(await person.leaks(secrets)).toEqual([]);
    },
  );

  it.skipIf(person.isMissing)("would have been found out wherever it had left one", async () => {
    const planted = await plantSecrets(person);
    const leaks = await person.leaks({ ...planted, hiddenText });
    expect(new Set(leaks.map(({ secret }) => secret))).toEqual(new Set(Object.keys(planted)));
  });
});
