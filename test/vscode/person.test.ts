import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readControl } from "../../src/broker/control";
import { handleVariable } from "../../src/contract/variables";
import { markUnread, readSinceMarked, readsAreNoted } from "../support/readMarks";
import { until } from "../support/until";
import { actUntil } from "./rig/actUntil";
import { beginRouting } from "./rig/beginRouting";
import { browserState } from "./rig/browserState";
import { clickUntil } from "./rig/clickUntil";
import { editors } from "./rig/editors";
import { hoverItem } from "./rig/hoverItem";
import { keepForTerminals } from "./rig/keepForTerminals";
import { ownLog } from "./rig/ownLog";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { pressAway } from "./rig/pressAway";
import { acceptInput, closeInput } from "./rig/quickInput";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { newTerminal, typeUntil } from "./rig/terminalActions";
import { untilReady } from "./rig/untilReady";
import {
  closeNotifications,
  editorText,
  grantTrust,
  outputText,
  pickCommand,
  statusItem,
} from "./rig/workbenchActions";
import { fromVault } from "./suite/values";

const unnoted = "The temporary folder's file system notes no reads; set TMPDIR to one that does.";

describe.each(chosenEditors())("a person in $name", (editor) => {
  let ownFiles: readonly string[] = [];
  const person = personInEditor(editor, {
    asksForTrust: true,
    prepare: async (folder, home) => {
      await makeSampleWorkspace(folder, home);
      // Those that nobody else reads: the newest editor looks into the second one itself.
      const names = ["secret-router.json", ...(editor === editors.at(-1) ? [] : [".mcp.json"])];
      ownFiles = names.map((name) => join(folder, name));
      writeFileSync(join(folder, ".mcp.json"), '{ "mcpServers": {} }');
      markUnread(ownFiles);
    },
  });
  const control = () => readControl(person.directories);
  const configuration = () => readFileSync(join(person.folder, "secret-router.json"), "utf8");
  const startsUntrusted = (): number =>
    ownLog(person.directory).split("This workspace is not trusted").length - 1;
  const said = (text: string) => statusItem(person.page).filter({ hasText: text });
  const spoken = () => statusItem(person.page).getByRole("button").getAttribute("aria-label");
  const tooltip = () => person.page.locator(".monaco-hover").filter({ hasText: "Show report" }).last();
  const follow = async (link: string, isDone: () => Promise<boolean>): Promise<void> => {
    const followed = async (): Promise<void> => {
      await hoverItem(person.page, tooltip());
      await tooltip().getByRole("link", { name: link }).click({ timeout: 2_000 });
    };
    await actUntil(followed, isDone, { what: `what "${link}" opens` });
  };

  it.skipIf(person.isMissing)(
    "who has not trusted the folder gets nothing of ours, and is told so",
    async () => {
      if (editor.asksForTrust) await pressAway(person.page.getByRole("button", { name: /^No, I don't/ }));
      await person.page.getByText("Restricted Mode").first().waitFor();
      await until(() => startsUntrusted() > 0, { what: "our log", timeoutMs: 60_000 });
      await person.shot("untrusted");
      expect(await statusItem(person.page).count()).toBe(0);
      await pickCommand(person.page, "MCP: List Servers");
      await person.page.getByText("Add Server").first().waitFor();
      expect(await person.page.getByText("sample (routed)").count()).toBe(0);
      await closeInput(person.page);
    },
  );

  it.skipIf(person.isMissing)(
    "who has not trusted the folder has terminals without us, whatever the editor has kept from before",
    async () => {
      const { page } = person;
      const before = startsUntrusted();
      const ours = { NODE_OPTIONS: "--title=made-up-kept", [handleVariable]: "made-up-kept" };
      // Another extension's stays, which shows that the editor gives its terminals what it has kept.
      await keepForTerminals(page, {
        "secret-router.secret-router": ours,
        "vscode.npm": { KEPT: "made-up" },
      });
      await untilReady(page);
      await until(() => startsUntrusted() > before, { what: "our log", timeoutMs: 60_000 });
      await until(async () => !(await browserState(page)).includes("made-up-kept"), {
        what: "the editor to forget it",
        timeoutMs: 60_000,
        intervalMs: 100,
      });
      await newTerminal(page);
      const cancel = page.getByRole("dialog").getByRole("button", { name: "Cancel" });
      // The newer editor asks first, and opens one all the same.
      if (!editor.asksForTrust) await pressAway(cancel);
      const seen = join(person.folder, "printenv.txt");
      await typeUntil(page, `printenv > ${seen}.new && mv ${seen}.new ${seen}`, () => existsSync(seen));
      await person.shot("untrusted-terminal");
      const environment = readFileSync(seen, "utf8");
      expect(environment).toMatch(/^KEPT=made-up$/m);
      expect(environment).not.toMatch(/^NODE_OPTIONS=/m);
      expect(environment).not.toContain(handleVariable);
    },
  );

  it.skipIf(person.isMissing)("who has not trusted the folder has nothing of it read", (test) => {
    test.skip(!readsAreNoted(), unnoted);
    expect(readSinceMarked(ownFiles)).toEqual([]);
  });

  it.skipIf(person.isMissing)("who has not trusted the folder has nothing made", () => {
    expect(existsSync(person.directories.state)).toBe(false);
    expect(existsSync(person.directories.run ?? "")).toBe(false);
  });

  it.skipIf(person.isMissing)(
    "finds the status bar item once the folder is trusted, and nothing is routed yet",
    async () => {
      await pickCommand(person.page, "Workspaces: Manage Workspace Trust");
      await grantTrust(person.page);
      await statusItem(person.page).waitFor();
      await person.shot("trusted");
      expect(await statusItem(person.page).textContent()).toContain("not routed");
      expect(await spoken()).toBe("Secret Router, this workspace is not routed. Press to route it.");
    },
  );

  it.skipIf(person.isMissing)("has it read then, or the look before would have proved nothing", (test) => {
    test.skip(!readsAreNoted(), unnoted);
    expect(readSinceMarked(ownFiles)).toEqual(ownFiles);
  });

  it.skipIf(person.isMissing)("begins to route by a click on it", async () => {
    await beginRouting(person.page);
    await said("vault").waitFor();
    await person.shot("routing");
  });

  it.skipIf(person.isMissing)(
    "switches the mode by the palette, and the file keeps its comment",
    async () => {
      await pickCommand(person.page, "Secret Router: Switch Mode");
      await person.page.getByText("A share of the reads").waitFor();
      await person.shot("switch-mode");
      await acceptInput(person.page, "dual");
      await person.page.getByText("Percentage of the reads").waitFor();
      await acceptInput(person.page, "40", said("dual 40 %"));
      expect(configuration()).toContain("// A comment that stays.");
      expect(configuration()).toContain('"mode": "dual"');
      expect(control().mode).toMatchObject({ mode: "dual", canary: 40 });
      expect(await spoken()).toBe("Secret Router, mode dual 40 %. Press to throw the kill switch.");
      await person.shot("dual");
    },
  );

  it.skipIf(person.isMissing)("throws the kill switch with one click", async () => {
    // Not until it has its effect: that one is enough is the promise.
    await statusItem(person.page).click();
    await until(() => control().killed !== null, { what: "the kill switch to be thrown" });
    await said("KILLED").waitFor();
    // The editor shows the item's colour while the mouse is elsewhere.
    await person.page.mouse.move(640, 400);
    expect(await statusItem(person.page).getAttribute("class")).toContain("error-kind");
    expect(await spoken()).toBe("Secret Router, the kill switch is thrown. Press to lift it.");
    await person.shot("killed");
    await hoverItem(person.page, tooltip().getByText("The kill switch is thrown"));
    await tooltip().getByText("Every program gets its plain environment. Reason: ").waitFor();
    await person.shot("killed-tooltip");
  });

  it.skipIf(person.isMissing)("lifts it only after a confirmation", async () => {
    const question = person.page.getByRole("dialog").getByText("Lift the kill switch?");
    await clickUntil(statusItem(person.page), question);
    await person.shot("lift");
    await pressAway(person.page.getByRole("dialog").getByRole("button", { name: "Cancel" }));
    expect(control().killed).not.toBeNull();
    await clickUntil(statusItem(person.page), question);
    await pressAway(person.page.getByRole("dialog").getByRole("button", { name: "Lift the Kill Switch" }));
    await until(() => control().killed === null, { what: "the kill switch to be lifted" });
    await said("dual 40 %").waitFor();
    await closeNotifications(person.page);
  });

  it.skipIf(person.isMissing)("reads a report in the tooltip", async () => {
    await hoverItem(person.page, tooltip().getByText("Secret Router: dual 40 %", { exact: true }));
    for (const line of [
      "Secret Router: dual 40 %",
      "40 % is served from the vault, the rest from the environment.",
      "Click to throw the kill switch: every program gets its plain environment back.",
      "No session runs in this window.",
    ])
      await tooltip().getByText(line, { exact: true }).waitFor();
    expect(await tooltip().getByRole("link").allTextContents()).toEqual([
      "Switch mode",
      "Set canary",
      "Show report",
      "Show log",
    ]);
    await person.shot("tooltip");
  });

  it.skipIf(person.isMissing)("opens from the tooltip what its links name", async () => {
    await follow("Show report", async () =>
      /OPENAI_API_KEY +local:OPENAI_API_KEY/.test(await editorText(person.page)),
    );
    await follow("Set canary", () => person.page.getByText("Percentage of the reads").isVisible());
    await acceptInput(person.page, "25", said("dual 25 %"));
    expect(control().mode).toMatchObject({ mode: "dual", canary: 25 });
    await follow("Show log", async () =>
      (await outputText(person.page)).includes("This workspace is not trusted"),
    );
  });

  it.skipIf(person.isMissing)(
    "finds the stored value in nothing that the editor keeps or shows",
    async () => {
      expect(await person.leaks({ fromVault })).toEqual([]);
    },
  );
});
