import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readControl } from "../../src/broker/control";
import { markUnread, readSinceMarked, readsAreNoted } from "../support/readMarks";
import { until } from "../support/until";
import { ownLog } from "./rig/ownLog";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { acceptInput, closeNotifications, grantTrust, pickCommand, statusItem } from "./rig/workbenchActions";

describe.each(chosenEditors())("a person in $name", (editor) => {
  let ownFiles: readonly string[] = [];
  const person = personInEditor(editor, {
    asksForTrust: true,
    prepare: async (folder, home) => {
      await makeSampleWorkspace(folder, home);
      // The one file that nobody else reads.
      ownFiles = [join(folder, "secret-router.json")];
      markUnread(ownFiles);
    },
  });
  const control = () => readControl(person.directories);
  const configuration = () => readFileSync(join(person.folder, "secret-router.json"), "utf8");

  it.skipIf(person.isMissing)(
    "who has not trusted the folder gets nothing of ours, and is told so",
    async () => {
      if (editor.asksForTrust) await person.page.getByRole("button", { name: /^No, I don't/ }).click();
      await person.page.getByText("Restricted Mode").first().waitFor();
      await until(() => ownLog(person.directory).includes("This workspace is not trusted"), {
        what: "our log",
        timeoutMs: 60_000,
      });
      await person.shot("untrusted");
      expect(await statusItem(person.page).count()).toBe(0);
      await pickCommand(person.page, "MCP: List Servers");
      await person.page.getByText("Add Server").first().waitFor();
      expect(await person.page.getByText("sample (routed)").count()).toBe(0);
      await person.page.keyboard.press("Escape");
    },
  );

  it.skipIf(person.isMissing)("who has not trusted the folder has nothing read or made", () => {
    expect(readSinceMarked(ownFiles)).toEqual([]);
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
      // Else the look before would have proved nothing.
      if (readsAreNoted()) expect(readSinceMarked(ownFiles)).toEqual(ownFiles);
    },
  );

  it.skipIf(person.isMissing)("begins to route with one click", async () => {
    await statusItem(person.page).click();
    await until(async () => (await statusItem(person.page).textContent())?.includes("vault"), {
      what: "the mode",
    });
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
      await acceptInput(person.page, "40");
      await until(async () => (await statusItem(person.page).textContent())?.includes("dual 40 %"), {
        what: "dual mode",
      });
      expect(configuration()).toContain("// A comment that stays.");
      expect(configuration()).toContain('"mode": "dual"');
      expect(control().mode).toMatchObject({ mode: "dual", canary: 40 });
      await person.shot("dual");
    },
  );

  it.skipIf(person.isMissing)("throws the kill switch with one click", async () => {
    await statusItem(person.page).click();
    await until(() => control().killed, { what: "the kill switch" });
    await until(async () => (await statusItem(person.page).textContent())?.includes("KILLED"), {
      what: "the killed item",
    });
    // The editor shows the item's colour while the mouse is elsewhere.
    await person.page.mouse.move(640, 400);
    expect(await statusItem(person.page).getAttribute("class")).toContain("error-kind");
    await person.shot("killed");
  });

  it.skipIf(person.isMissing)("lifts it only after a confirmation", async () => {
    await statusItem(person.page).click();
    await person.page.getByRole("dialog").getByText("Lift the kill switch?").waitFor();
    await person.shot("lift");
    await person.page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect(control().killed).not.toBeNull();
    await statusItem(person.page).click();
    await person.page.getByRole("dialog").getByRole("button", { name: "Lift the Kill Switch" }).click();
    await until(() => control().killed === null, { what: "the kill switch to be lifted" });
    await until(async () => (await statusItem(person.page).textContent())?.includes("dual 40 %"), {
      what: "the mode",
    });
    await closeNotifications(person.page);
  });

  it.skipIf(person.isMissing)("reads a report in the tooltip", async () => {
    await statusItem(person.page).hover();
    await person.page.getByText("40 % is served from the vault").waitFor();
    await person.shot("tooltip");
  });
});
