import type { Locator } from "playwright-core";
import manifest from "../../../package.json";
import { until } from "../../support/until";
import type { PersonInEditor } from "./personInEditor";
import { closeNotifications, pickCommand } from "./workbenchActions";

const [walkthrough] = manifest.contributes.walkthroughs;

/** Our walkthrough, as a person uses it: opens a step, presses its buttons, sees it ticked off. */
export function walkthroughOf(person: PersonInEditor) {
  const stepOf = (title: string): Locator =>
    person.page.locator("button.getting-started-step").filter({ hasText: title }).first();
  let open: Locator | undefined;
  const press = async (button: string): Promise<void> => {
    if (open === undefined) throw new Error("No step is open.");
    await open.getByRole("button", { name: button }).click();
  };
  const isShown = async (step: Locator): Promise<boolean> => {
    if (await step.isVisible()) return true;
    await pickCommand(person.page, "Secret Router: Open the Walkthrough");
    return step.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
  };
  // The editor moves the focus a moment after a press, which closes the list; then it is pressed again.
  const listed = (button: string, label: string, options: { readonly trial?: boolean }) => {
    const row = person.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: label }).first();
    const clicked = async (): Promise<boolean> => {
      if (!(await row.isVisible())) await press(button);
      return row.click({ ...options, timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    };
    return until(clicked, { what: `${button} to offer "${label}"`, timeoutMs: 40_000 });
  };
  return {
    press,
    /** Presses a button that opens a list, and waits for a row of it. */
    offers: (button: string, label: string): Promise<unknown> => listed(button, label, { trial: true }),
    /** Presses a button that opens a list, and takes a row of it. */
    take: (button: string, label: string): Promise<unknown> => listed(button, label, {}),
    open: async (title: string): Promise<void> => {
      await closeNotifications(person.page);
      open = stepOf(title);
      // A new editor may put its own page for newcomers in front a moment later.
      const step = open;
      await until(() => isShown(step), { what: `the step "${title}"`, timeoutMs: 60_000 });
      await person.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
      await open.locator(".step-title").click();
      // The editor moves the focus to the step a moment later, and an input that is open by then would close.
      await until(() => step.evaluate((element) => element.contains(element.ownerDocument.activeElement)), {
        what: `the step "${title}" to have the focus`,
      });
    },
    /** Presses a button until what it opens is there: a view that opens at the same moment may come before it. */
    shows: async (button: string, what: Locator): Promise<void> => {
      const appears = async (): Promise<boolean> => {
        if (!(await what.isVisible())) await press(button);
        return what.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        );
      };
      await until(appears, { what: `what "${button}" opens`, timeoutMs: 60_000 });
    },
    isDone: async (step: string): Promise<void> => {
      const tick = person.page.locator(`[data-done-step-id$="#${walkthrough?.id}.${step}"]`).first();
      await until(async () => (await tick.getAttribute("aria-checked")) === "true", {
        what: `${step} to be done`,
      });
    },
  };
}
