import type { Page } from "playwright-core";

const storageKey = "terminal.integrated.environmentVariableCollectionsV2";
const replaces = 1;

/**
 * Opens the window anew with what its editor would have kept from an earlier time for its terminals.
 * @param variables by the extension that gave them.
 */
export async function keepForTerminals(
  page: Page,
  variables: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<void> {
  const collections = Object.entries(variables).map(([extensionIdentifier, own]) => ({
    extensionIdentifier,
    collection: Object.entries(own).map(([variable, value]) => [
      variable,
      { variable, value, type: replaces },
    ]),
  }));
  const url = page.url();
  // A page of the same origin without a workbench, which would write its own state.
  await page.goto(new URL("/version", url).href);
  const entry = [JSON.stringify(collections), storageKey].map((text) => JSON.stringify(text)).join(", ");
  await page.evaluate(`(async () => {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const names = (await indexedDB.databases()).map(({ name }) => name);
    const [name] = names.filter((each) => /^vscode-web-state-db-(?!global)/.test(each));
    const database = await done(indexedDB.open(name));
    await done(database.transaction("ItemTable", "readwrite").objectStore("ItemTable").put(${entry}));
    database.close();
  })()`);
  await page.goto(url);
}
