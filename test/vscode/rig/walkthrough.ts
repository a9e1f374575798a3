import type { Locator } from "playwright-core";
import manifest from "../../../package.json";
import { until } from "../../support/until";
import { actUntil } from "./actUntil";
import type { PersonInEditor } from "./personInEditor";
import { listRow } from "./quickInput";
import { closeNotifications, pickCommand } from "./workbenchActions";

const [walkthrough] = manifest.contributes.walkthroughs;
const soonMs = 2_000;
// So long that a list which a busy machine opens late is not asked for twice.
const openMs = 10_000;

/** Our walkthrough, as a person uses it: opens a step, presses its buttons, sees it ticked off. */
export function walkthroughOf(person: PersonInEditor) {
  const stepOf = (title: string): Locator =>
    person.page.locator("button.getting-started-step").filter({ hasText: title }).first();
  let open: Locator | undefined;
  const click = async (button: string): Promise<void> => {
    if (open === undefined) throw new Error("No step is open.");
    await open.getByRole("button", { name: button }).click({ timeout: soonMs });
  };
  /** Presses a button until what it opens is there: the editor moves the focus a moment later, which closes a list. */
  const press = (button: string, what: Locator): Promise<void> =>
    actUntil(
      () => click(button),
      () => what.isVisible(),
      { what: `what "${button}" opens`, takenMs: openMs },
    );
  return {
    press,
    /** Presses a button that opens a list, and takes a row of it until that has had its effect. */
    take: async (button: string, label: string, what: Locator): Promise<void> => {
      const row = listRow(person.page, label);
      const take = async (): Promise<void> => {
        await press(button, row);
        await row.click({ timeout: soonMs });
      };
      await actUntil(take, () => what.isVisible(), { what: `"${label}" to be taken`, takenMs: openMs });
    },
    open: async (title: string): Promise<void> => {
      await closeNotifications(person.page);
      open = stepOf(title);
      // A new editor may put its own page for newcomers in front a moment later.
      const step = open;
      await actUntil(
        () => pickCommand(person.page, "Secret Router: Open the Walkthrough"),
        () => step.isVisible(),
        { what: `the step "${title}"` },
      );
      await person.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
      // The editor moves the focus to the step a moment later, and an input that is open by then would close.
      await actUntil(
        () => step.locator(".step-title").click({ timeout: soonMs }),
        () => step.evaluate((element) => element.contains(element.ownerDocument.activeElement)),
        { what: `the step "${title}" to have the focus` },
      );
    },
    isDone: async (step: string): Promise<void> => {
      const tick = person.page.locator(`[data-done-step-id$="#${walkthrough?.id}.${step}"]`).first();
      await until(async () => (await tick.getAttribute("aria-checked")) === "true", {
        what: `${step} to be done`,
      });
    },
  };
}
