import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as browserType, type Page } from "playwright-core";
import { chromium } from "../../support/capabilities";

export interface Workbench {
  readonly page: Page;
  /** The browser's own folder: the workbench keeps its state in the browser's storage. */
  readonly profile: string;
  close(): Promise<void>;
}

const loadTimeoutMs = 60_000;

// Without these, Chromium looks for its vendor's hosts at every start.
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Opens a page of the workbench in headless Chromium, with a profile of its own. */
export async function openWorkbench(url: string): Promise<Workbench> {
  const profile = mkdtempSync(join(tmpdir(), "secret-router-chromium-"));
  const context = await browserType.launchPersistentContext(profile, {
    ...(chromium.path === undefined ? {} : { executablePath: chromium.path }),
    args: quiet,
    headless: true,
    viewport: { width: 1280, height: 800 },
  });
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url, { timeout: loadTimeoutMs });
    return { page, profile, close };
  } catch (error) {
    await close();
    throw error;
  }
}
