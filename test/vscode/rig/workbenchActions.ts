import type { Locator, Page } from "playwright-core";
import { until } from "../../support/until";
import { menuLine } from "./menuOfRow";

/** What a person does in the workbench, by what a person sees there. */
export async function pickCommand(page: Page, title: string): Promise<void> {
  const rows = page.locator(".quick-input-list .monaco-list-row");
  const row = rows.filter({ hasText: title }).first();
  // What takes the focus at the same moment closes the palette, even between a look and a click.
  const pick = async (): Promise<boolean> => {
    await openPalette(page, `>${title}`);
    if (!(await isSettled(rows)) || !(await row.isVisible())) return false;
    return row.click({ timeout: 2_000 }).then(
      () => true,
      () => false,
    );
  };
  await until(pick, { what: `the palette to offer "${title}"`, timeoutMs: 30_000 });
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
  const input = page.locator(".quick-input-widget input").first();
  await input.fill(text, { timeout: 2_000 }).catch(() => undefined);
  await page
    .locator(".quick-input-list .monaco-list-row")
    .first()
    .waitFor({ timeout: 2_000 })
    .catch(() => undefined);
}

/** Types into the open quick pick or input box and takes what it offers. */
export async function acceptInput(page: Page, text: string): Promise<void> {
  const input = page.locator(".quick-input-widget input").first();
  await input.waitFor();
  await input.fill(text);
  await input.press("Enter");
}

export function statusItem(page: Page): Locator {
  return page.locator(".statusbar-item").filter({ hasText: /Secrets: |SECRETS KILLED/ });
}

export async function closeNotifications(page: Page): Promise<void> {
  await pickCommand(page, "Notifications: Clear All Notifications");
}

/** Takes an entry of the quick pick that is open. */
export async function pickItem(page: Page, label: string): Promise<void> {
  await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: label }).first().click();
}

/** The same, for a list that may close or be drawn anew at that moment: says whether it took the click. */
export function takesItem(page: Page, label: string): Promise<boolean> {
  const row = page.locator(".quick-input-list .monaco-list-row").filter({ hasText: label }).first();
  return row.click({ timeout: 2_000 }).then(
    () => true,
    () => false,
  );
}

/** A press on the icon of a view that is open already, as after a reload, would close it. */
export async function openSecretsView(page: Page): Promise<void> {
  const title = page.locator(".part.sidebar .title-label").filter({ hasText: /Secret Router/i });
  const isOpen = async (): Promise<boolean> => {
    if (await title.isVisible()) return true;
    await page.getByRole("tab", { name: "Secret Router" }).first().click();
    return title.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
  };
  await until(isOpen, { what: "the view of secrets", timeoutMs: 40_000 });
}

/** A row of the tree, by a part of what stands in it. */
export function treeRow(page: Page, text: string | RegExp): Locator {
  return page.locator(".pane-body .monaco-list-row").filter({ hasText: text });
}

/** Trusts the folder on the editor's page for it, which is open, leaves that page, and waits until we have started. */
export async function grantTrust(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^Trust$/ })
    .first()
    .click();
  await page.getByText("You trust this folder").waitFor();
  // The newer editor shows the page above everything else.
  const overlay = page.locator(".monaco-modal-editor-block");
  if (await overlay.isVisible()) await overlay.locator(".codicon-close").last().click();
  await overlay.waitFor({ state: "hidden" });
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
  if (!(await bar.isVisible())) return;
  await pickCommand(page, "Hide Secondary Side Bar");
  await bar.waitFor({ state: "hidden" });
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
  return (await lines.first().innerText()).replaceAll("\u00a0", " ");
}

/** Chooses from the context menu of a row. */
export async function pickFromMenu(page: Page, row: Locator, label: string): Promise<void> {
  await row.first().click({ button: "right" });
  const item = page.getByRole("menuitem", { name: label, exact: true });
  await item.waitFor();
  // A menu that has just opened takes no click yet: it might belong to the one that has opened it.
  const click = async (): Promise<boolean> => {
    await item.click({ timeout: 2_000 }).catch(() => undefined);
    return !(await item.isVisible());
  };
  await until(click, { what: `the menu to take "${label}"`, timeoutMs: 20_000, intervalMs: 300 });
}

/** What the context menu of a row offers, in its order and with a line between two groups. */
export async function menuItems(page: Page, row: Locator): Promise<readonly string[]> {
  await row.first().click({ button: "right" });
  const labels = page.locator(".context-view .monaco-menu .action-label");
  await labels.first().waitFor();
  const items = await labels.evaluateAll(
    (elements, line) =>
      elements.map(({ classList, textContent }) => (classList.contains("separator") ? line : textContent)),
    menuLine,
  );
  await page.keyboard.press("Escape");
  await labels.first().waitFor({ state: "detached" });
  return items.map(String);
}

/** What is read aloud of a row. */
export async function spokenLabel(row: Locator): Promise<string> {
  return (await row.first().getAttribute("aria-label")) ?? "";
}

/** Clicks an icon that a row shows under the mouse. */
export async function clickInline(
  row: Locator,
  label: string,
  options: { readonly timeout?: number } = {},
): Promise<void> {
  await row.first().hover(options);
  await row.first().locator(`.actions .action-label[aria-label^="${label}"]`).click(options);
}

/** The same where programs read: the row is drawn anew at each look, and a press that falls between reaches nobody. */
export async function clickInlineUntil(
  row: Locator,
  label: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const clicked = async (): Promise<boolean> => {
    if (await isDone()) return true;
    await clickInline(row, label, { timeout: 2_000 }).catch(() => undefined);
    return false;
  };
  await until(clicked, { what: `"${label}" to take effect`, timeoutMs: 40_000, intervalMs: 500 });
}

/** A row that is drawn anew at the same moment takes no click. */
export async function expandRow(page: Page, name: string | RegExp): Promise<void> {
  const row = treeRow(page, name).first();
  const isOpen = async (): Promise<boolean> => {
    if ((await row.getAttribute("aria-expanded")) === "true") return true;
    await row
      .locator(".monaco-tl-twistie")
      .click({ timeout: 2_000 })
      .catch(() => undefined);
    return false;
  };
  await until(isOpen, { what: `the row of ${name} to open`, timeoutMs: 20_000, intervalMs: 500 });
}

/** The text is that of the whole row, its label first. */
export function untilRowSays(page: Page, name: string | RegExp, said: string | RegExp): Promise<true> {
  const row = treeRow(page, name).first();
  return until(async () => new RegExp(said).test((await row.textContent()) ?? "") || undefined, {
    what: `the row of ${name} to say ${said}`,
    timeoutMs: 20_000,
    intervalMs: 100,
  });
}
