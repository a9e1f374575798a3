import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { copySampleWorkspace } from "../support/copySampleWorkspace";
import { core } from "../support/leak/madeUpSecrets";
import { until } from "../support/until";
import { actUntil } from "./rig/actUntil";
import { editors } from "./rig/editors";
import { chosenEditors, personInEditor } from "./rig/personInEditor";
import { acceptInput, listRow, pickItem, takesItem } from "./rig/quickInput";
import { answerQuestion } from "./rig/startRouted";
import { type Theme, writeTheme } from "./rig/themes";
import { walkthroughOf } from "./rig/walkthrough";
import {
  closeSecondarySideBar,
  pickCommand,
  statusItem,
  treeRow,
  untilRowSays,
  widenSideBar,
} from "./rig/workbenchActions";

// Another than the one in the sample's files, so that its way can be told.
const typed = `typed-two-${core()}`;

// The pictures are of the newest editor.
const pictured: readonly Theme[] = ["light", "dark", "hc", "hcLight"];
const sideBar = { x: 0, y: 34, width: 592, height: 330 };
const top = { x: 330, y: 0, width: 622, height: 330 };

// Each test does what one step of the walkthrough says, by its buttons. The pictures of the README and of the
// walkthrough itself are taken on the way: `npm run pictures` copies them.
describe.each(chosenEditors())("a new user in $name", (editor) => {
  const person = personInEditor(editor, {
    prepare: (folder) => {
      copySampleWorkspace(folder);
      writeTheme(folder, "light");
    },
    asNewUser: true,
  });
  const walkthrough = walkthroughOf(person);
  const themes = editor === editors.at(-1) ? pictured : [];
  const status = (mode: string) => statusItem(person.page).filter({ hasText: `Secrets: ${mode}` });
  const inDualMode = (session: string) =>
    treeRow(person.page, new RegExp(`^${session}dual 50 %, \\d+ of \\d+ reads`));
  const readsOf = async (session: string): Promise<number> =>
    Number(/of (\d+) reads/.exec((await inDualMode(session).textContent()) ?? "")?.[1]);

  it.skipIf(person.isMissing)("sees what is exposed", async () => {
    await statusItem(person.page).waitFor();
    await walkthrough.open("See what is exposed");
    await walkthrough.press("Route the Secrets of This Workspace", status("shadow"));
    await walkthrough.isDone("see");
    await walkthrough.press("Show the View", treeRow(person.page, "SAMPLE_API_KEY"));
    await widenSideBar(person.page, 540);
    await closeSecondarySideBar(person.page);
    await person.shots("begin-see", themes, sideBar);
  });

  it.skipIf(person.isMissing)("imports what .env holds", async () => {
    await walkthrough.open("Put the values into a vault");
    const names = person.page.getByText("import from .env (1/2)");
    await walkthrough.take("Import from .env", ".env", names);
    await person.shots("begin-store", themes, top);
    const confirm = person.page.locator(".quick-input-widget").getByRole("button", { name: "OK" });
    const stays = listRow(person.page, "leave the file as it is");
    await actUntil(
      () => confirm.click({ timeout: 2_000 }),
      () => stays.isVisible(),
      { what: "the names to be confirmed" },
    );
    await pickItem(person.page, "leave the file as it is");
    await person.page.getByText("Stored 2 secrets of .env").first().waitFor();
    await walkthrough.isDone("store");
  });

  it.skipIf(person.isMissing)("stores another value than the one in .env", async () => {
    await walkthrough.open("Put the values into a vault");
    await walkthrough.press("Store a Secret", person.page.getByText("The name of the environment variable"));
    await acceptInput(person.page, "SAMPLE_API_KEY");
    await person.page.getByText("The value for local:SAMPLE_API_KEY").waitFor();
    await acceptInput(person.page, typed);
    await person.page.getByText("Stored SAMPLE_API_KEY").first().waitFor();
  });

  it.skipIf(person.isMissing)("starts a program with F5 and sees its reads compared", async () => {
    await walkthrough.open("Start something, and compare");
    const started = person.page.locator(".statusbar-item").filter({ hasText: "Run the program" });
    await walkthrough.press("Start Debugging", started.first());
    // The debugger opens its own view when it starts, which may be after ours was shown.
    const row = treeRow(person.page, "SAMPLE_API_KEY");
    const differs = async (): Promise<boolean> => {
      await walkthrough.press("Show the View", row);
      const text = await row.textContent({ timeout: 2_000 }).catch(() => "");
      return text?.includes("mismatch") ?? false;
    };
    await until(differs, { what: "the difference", timeoutMs: 60_000, intervalMs: 100 });
    await untilRowSays(person.page, "SAMPLE_DB_PASSWORD", /PASSWORD\s*match/);
    await walkthrough.isDone("compare");
    await person.shots("begin-compare", themes, sideBar);
  });

  it.skipIf(person.isMissing)(
    "starts a real MCP server, routed, from the list that the step opens",
    async () => {
      await walkthrough.open("Start something, and compare");
      // What takes the focus between two lists closes the second, and a person presses the button again.
      const starts = async (): Promise<boolean> => {
        const start = listRow(person.page, "Start Server");
        await walkthrough.take("List MCP Servers", "sample (routed)", start);
        return takesItem(person.page, "Start Server");
      };
      await until(starts, { what: "the list to take the start", timeoutMs: 60_000 });
      await answerQuestion(person.page, "sample", "Start Routed");
      await treeRow(person.page, /^samplerunning, routed$/).waitFor();
    },
  );

  it.skipIf(person.isMissing)("ends in dual mode, with the program and the server following", async () => {
    await walkthrough.open("Serve a share from the vault");
    await walkthrough.press("Switch Mode", listRow(person.page, "dual"));
    await person.shots("begin-dual", themes, top);
    await walkthrough.take("Switch Mode", "dual", person.page.getByText("Percentage of the reads"));
    await acceptInput(person.page, "50", status("dual 50 %"));
    await walkthrough.isDone("dual");
    for (const session of ["Run the program", "sample"]) await inDualMode(session).waitFor();
    const before = await readsOf("Run the program");
    await until(async () => (await readsOf("Run the program")) > before, {
      what: "the program's next reads",
    });
    await treeRow(person.page, /^samplerunning, routed$/).waitFor();
    await treeRow(person.page, "SAMPLE_API_KEY").first().click();
    await person.shots("overview", themes);
    expect(readFileSync(join(person.folder, "secret-router.json"), "utf8")).toMatch(/^\/\/ Change the mode/);
  });

  it.skipIf(person.isMissing)("goes on to vault mode", async () => {
    await walkthrough.open("Serve everything from the vault");
    await walkthrough.take("Switch Mode", "Everything", status("vault"));
    await walkthrough.isDone("vault");
    await person.shots("begin-vault", themes, sideBar);
    if (themes.length === 0) return;
    // Wide enough for the steps' own pictures.
    await pickCommand(person.page, "View: Hide Panel");
    await pickCommand(person.page, "View: Toggle Primary Side Bar Visibility");
    await walkthrough.open("Start something, and compare");
    await person.shots("walkthrough", themes);
  });

  it.skipIf(person.isMissing)("leaves no value behind in what the editor keeps or shows", async () => {
    const ofFiles = { key: "made-up-sample-key", password: "made-up-password" };
    await person.shot("new-user-end");
    expect(await person.leaks({ typed }, ofFiles)).toEqual([]);
  });
});
