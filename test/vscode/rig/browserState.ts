import type { Page } from "playwright-core";

/**
 * Everything that the page keeps in the browser, as text: the workbench's state lies there, extensions' own included, and
 * the browser may compress it on the disk.
 */
export function browserState(page: Page): Promise<string> {
  // A string, because this file knows no browser's globals.
  return page.evaluate(`(async () => {
    const asked = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const parts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([asked(objects.getAllKeys()), asked(objects.getAll())]);
        const text = (value) => value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value);
        parts.push(name, store, ...keys.map(text), ...values.map(text));
      }
      database.close();
    }
    return parts.join("\\n");
  })()`);
}
