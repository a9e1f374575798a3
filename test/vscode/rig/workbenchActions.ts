import type { Locator, Page } from "playwright-core";
import { until } from "../../support/until";
import { actUntil } from "./actUntil";
import { clickUntil } from "./clickUntil";
import { menuLine } from "./menuOfRow";
import { inputOf, takesItem } from "./quickInput";
import { untilTaken } from "./untilTaken";

const soonMs = 2_000;

/** What a person does in the workbench, by what a person sees there. */
export async function pickCommand(page: Page, title: string, timeoutMs = 60_000): Promise<void> {
  const rows = page.locator(".quick-input-list .monaco-list-row");
  // What takes the focus at the same moment closes the palette, even between a look and a click.
  const pick = async (): Promise<boolean> => {
    await openPalette(page, `>${title}`);
    return (await isSettled(rows)) && takesItem(page, title);
  };
  await untilTaken(pick, { what: `the palette to offer "${title}"`, timeoutMs });
}

/** A list that is still being filtered may have another row, or none, where a click arrives. */
async function isSettled(rows: Locator): Promise<boolean> {
  let last = "";
  const isSame = async (): Promise<boolean> => {
    const now = (await rows.allTextContents()).join("\n");
    const same = now === last && now !== "";
    last = now;
    return same;
  };
  return until(isSame, { what: "the list to stay the same", timeoutMs: 2_000, intervalMs: 100 }).catch(
    () => false,
  );
}

/** A view that opens at the same moment may take the focus, and the palette closes again. */
async function openPalette(page: Page, text: string): Promise<void> {
  await page.keyboard.press("F1");
  await inputOf(page)
    .fill(text, { timeout: soonMs })
    .catch(() => undefined);
  await page
    .locator(".quick-input-list .monaco-list-row")
    .first()
    .waitFor({ timeout: 2_000 })
    .catch(() => undefined);
}

export function statusItem(page: Page): Locator {
  return page.locator(".statusbar-item").filter({ hasText: /Secrets: |SECRETS KILLED/ });
}

export async function closeNotifications(page: Page): Promise<void> {
  await pickCommand(page, "Notifications: Clear All Notifications");
}

/** A press on the icon of a view that is open already, as after a reload, would close it. */
export async function openSecretsView(page: Page): Promise<void> {
  const title = page.locator(".part.sidebar .title-label").filter({ hasText: /Secret Router/i });
  await actUntil(
    () => page.getByRole("tab", { name: "Secret Router" }).first().click({ timeout: soonMs }),
    () => title.isVisible(),
    { what: "the view of secrets" },
  );
}

/** A row of the tree, by a part of what stands in it. */
export function treeRow(page: Page, text: string | RegExp): Locator {
  return page.locator(".pane-body .monaco-list-row").filter({ hasText: text });
}

/** Trusts the folder on the editor's page for it, which is open, leaves that page, and waits until we have started. */
export async function grantTrust(page: Page): Promise<void> {
  await clickUntil(page.getByRole("button", { name: /^Trust$/ }), page.getByText("You trust this folder"));
  // The newer editor shows the page above everything else.
  const overlay = page.locator(".monaco-modal-editor-block");
  await actUntil(
    () => overlay.locator(".codicon-close").last().click({ timeout: soonMs }),
    async () => !(await overlay.isVisible()),
    { what: "the page of trust to close" },
  );
  await statusItem(page).waitFor({ timeout: 120_000 });
}

/** Drags the border between the side bar and the editors. */
export async function widenSideBar(page: Page, width: number): Promise<void> {
  const box = await page.locator(".part.sidebar").boundingBox();
  if (box === null) throw new Error("There is no side bar.");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + width, y, { steps: 5 });
  await page.mouse.up();
}

/** Where the editor shows its chat. */
export async function closeSecondarySideBar(page: Page): Promise<void> {
  const bar = page.locator(".part.auxiliarybar");
  await actUntil(
    () => pickCommand(page, "Hide Secondary Side Bar", 5_000),
    async () => !(await bar.isVisible()),
    { what: "the secondary side bar to close" },
  );
}

/** What the editor in front shows; only what is on the screen is there. */
export function editorText(page: Page): Promise<string> {
  return textOf(page.locator(".editor-instance .view-lines"));
}

/** What the output panel shows. */
export function outputText(page: Page): Promise<string> {
  return textOf(page.locator(".part.panel .view-lines"));
}

async function textOf(lines: Locator): Promise<string> {
  // Nothing where none is open yet, and without waiting for one.
  return ((await lines.allInnerTexts())[0] ?? "").replaceAll("\u00a0", " ");
}

/** Chooses from the context menu of a row. */
export async function pickFromMenu(page: Page, row: Locator, label: string): Promise<void> {
  const item = page.getByRole("menuitem", { name: label, exact: true });
  let isClicked = false;
  const pick = async (): Promise<void> => {
    // The editor closes a menu when its layout changes.
    if (!(await item.isVisible())) await openMenu(row, item);
    await item.click({ timeout: soonMs });
    isClicked = true;
  };
  // A menu that has just opened takes no click yet: it might belong to the one that has opened it.
  await actUntil(pick, async () => isClicked && !(await item.isVisible()), {
    what: `the menu to take "${label}"`,
    takenMs: 500,
  });
}

/** What the context menu of a row offers, in its order and with a line between two groups. */
export async function menuItems(page: Page, row: Locator): Promise<readonly string[]> {
  const labels = page.locator(".context-view .monaco-menu .action-label");
  const listed = async (): Promise<readonly (string | null)[] | undefined> => {
    await openMenu(row, labels.first());
    const texts = await labels.evaluateAll(
      (elements, line) =>
        elements.map(({ classList, textContent }) => (classList.contains("separator") ? line : textContent)),
      menuLine,
    );
    return texts.length > 0 ? texts : undefined;
  };
  const items = await untilTaken(listed, { what: "the menu of a row to stay open" });
  await closeMenu(page);
  return items.map(String);
}

/** Opens the context menu of a row, whose first entry or another is waited for. */
export function openMenu(row: Locator, entry: Locator): Promise<void> {
  return actUntil(
    () => row.first().click({ button: "right", timeout: soonMs }),
    () => entry.isVisible(),
    { what: "the menu of a row" },
  );
}

export function closeMenu(page: Page): Promise<void> {
  return actUntil(
    () => page.keyboard.press("Escape"),
    async () => (await page.locator(".context-view .monaco-menu").count()) === 0,
    { what: "the menu to close" },
  );
}

/** What is read aloud of a row. */
export async function spokenLabel(row: Locator): Promise<string> {
  return (await row.first().getAttribute("aria-label")) ?? "";
}

/** Presses an icon that a row shows under the mouse; where programs read, the row is drawn anew at each look. */
export async function clickInlineUntil(
  row: Locator,
  label: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const click = async (): Promise<void> => {
    await row.first().hover({ timeout: soonMs });
    await row.first().locator(`.actions .action-label[aria-label^="${label}"]`).click({ timeout: soonMs });
  };
  await actUntil(click, isDone, { what: `"${label}" to take effect` });
}

/** A row that is drawn anew at the same moment takes no click. */
export async function expandRow(page: Page, name: string | RegExp): Promise<void> {
  const row = treeRow(page, name).first();
  await actUntil(
    () => row.locator(".monaco-tl-twistie").click({ timeout: soonMs }),
    async () => (await row.getAttribute("aria-expanded")) === "true",
    { what: `the row of ${name} to open`, takenMs: soonMs },
  );
}

/** The text is that of the whole row, its label first. */
export function untilRowSays(page: Page, name: string | RegExp, said: string | RegExp): Promise<true> {
  const row = treeRow(page, name).first();
  return until(async () => new RegExp(said).test((await row.textContent()) ?? "") || undefined, {
    what: `the row of ${name} to say ${said}`,
    timeoutMs: 60_000,
    intervalMs: 100,
  });
}
