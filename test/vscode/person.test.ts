import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readControl } from "../../src/broker/control";
import { directoriesOf } from "../../src/platform/directories";
import { root } from "../support/sourceFiles";
import { until } from "../support/until";
import { editors, missingFor } from "./rig/editors";
import { openWorkbench, type Workbench } from "./rig/openWorkbench";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { stageExtension } from "./rig/stageExtension";
import { editorDirectories, type RunningEditor, startEditor } from "./rig/startEditor";
import { acceptInput, closeNotifications, pickCommand, statusItem } from "./rig/workbenchActions";

const only = process.env["SECRET_ROUTER_TEST_EDITOR"];

describe.each(editors.filter(({ version }) => only === undefined || version === only))(
  "a person in $name",
  (editor) => {
    const isMissing = missingFor(editor).length > 0;
    let directory: string;
    let folder: string;
    let running: RunningEditor | undefined;
    let workbench: Workbench | undefined;
    let page: Page;
    let hasFailed = false;

    beforeAll(async () => {
      if (isMissing) return;
      directory = mkdtempSync(join(tmpdir(), "secret-router-person-"));
      folder = join(directory, "sample");
      const { home, extensions } = editorDirectories(directory);
      for (const path of [folder, home, extensions]) mkdirSync(path, { recursive: true });
      await makeSampleWorkspace(folder, home);
      await stageExtension(join(extensions, "secret-router.secret-router-0.1.0"));
      running = await startEditor(editor, {
        directory,
        asksForTrust: true,
        environment: { SECRET_ROUTER_HOME: join(home, "secret-router") },
      });
      workbench = await openWorkbench(running.url(folder));
      page = workbench.page;
      page.setDefaultTimeout(10_000);
    });

    // A test goes on where the one before it has stopped.
    beforeEach((test) => {
      if (hasFailed) test.skip();
      test.onTestFailed(async () => {
        hasFailed = true;
        await shot("failed");
      });
    });

    afterAll(async () => {
      await workbench?.close();
      await running?.stop();
      if (directory !== undefined) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    });

    const shot = async (name: string): Promise<void> => {
      mkdirSync(join(root, "test-results"), { recursive: true });
      await page.screenshot({ path: join(root, "test-results", `${name}-${editor.version}.png`) });
    };
    const control = () =>
      readControl(directoriesOf({ SECRET_ROUTER_HOME: join(directory, "home", "secret-router") }));
    const configuration = () => readFileSync(join(folder, "secret-router.json"), "utf8");

    it.skipIf(isMissing)("who has not trusted the folder gets nothing of ours", async () => {
      if (editor.asksForTrust) await page.getByRole("button", { name: /^No, I don't/ }).click();
      await page.getByText("Restricted Mode").first().waitFor();
      await shot("untrusted");
      expect(await statusItem(page).count()).toBe(0);
    });

    it.skipIf(isMissing)(
      "finds the status bar item once the folder is trusted, and nothing is routed yet",
      async () => {
        await pickCommand(page, "Workspaces: Manage Workspace Trust");
        await page
          .getByRole("button", { name: /^Trust$/ })
          .first()
          .click();
        await page.keyboard.press("Escape");
        await statusItem(page).waitFor();
        await shot("trusted");
        expect(await statusItem(page).textContent()).toContain("not routed");
      },
    );

    it.skipIf(isMissing)("begins to route with one click", async () => {
      await statusItem(page).click();
      await until(async () => (await statusItem(page).textContent())?.includes("vault"), {
        what: "the mode",
      });
      await shot("routing");
    });

    it.skipIf(isMissing)("switches the mode by the palette, and the file keeps its comment", async () => {
      await pickCommand(page, "Secret Router: Switch Mode");
      await page.getByText("A share of the reads").waitFor();
      await shot("switch-mode");
      await acceptInput(page, "dual");
      await page.getByText("Percentage of the reads").waitFor();
      await acceptInput(page, "40");
      await until(async () => (await statusItem(page).textContent())?.includes("dual 40 %"), {
        what: "dual mode",
      });
      expect(configuration()).toContain("// A comment that stays.");
      expect(configuration()).toContain('"mode": "dual"');
      expect(control().mode).toMatchObject({ mode: "dual", canary: 40 });
      await shot("dual");
    });

    it.skipIf(isMissing)("throws the kill switch with one click", async () => {
      await statusItem(page).click();
      await until(() => control().killed, { what: "the kill switch" });
      await until(async () => (await statusItem(page).textContent())?.includes("KILLED"), {
        what: "the killed item",
      });
      await shot("killed");
    });

    it.skipIf(isMissing)("lifts it only after a confirmation", async () => {
      await statusItem(page).click();
      await page.getByRole("dialog").getByText("Lift the kill switch?").waitFor();
      await shot("lift");
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      expect(control().killed).not.toBeNull();
      await statusItem(page).click();
      await page.getByRole("dialog").getByRole("button", { name: "Lift the Kill Switch" }).click();
      await until(() => control().killed === null, { what: "the kill switch to be lifted" });
      await until(async () => (await statusItem(page).textContent())?.includes("dual 40 %"), {
        what: "the mode",
      });
      await closeNotifications(page);
    });

    it.skipIf(isMissing)("reads a report in the tooltip", async () => {
      await statusItem(page).hover();
      await page.getByText("40 % is served from the vault").waitFor();
      await shot("tooltip");
    });
  },
);
