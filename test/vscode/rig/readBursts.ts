import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { until } from "../../support/until";

const size = 5;
// Together longer than any pause between two looks that would be too long.
const everyMs = 450;

/** Whenever it is asked to, it reads a secret several times and writes down when. */
export const burstProgram = `
const fs = require("node:fs");
setInterval(() => {
  if (!fs.existsSync("go")) return;
  fs.rmSync("go");
  let left = ${size};
  const timer = setInterval(() => {
    void process.env.OPENAI_API_KEY;
    fs.appendFileSync("reads.txt", Date.now() + "\\n");
    if (--left === 0) clearInterval(timer);
  }, ${everyMs});
}, 20);
`;

/** Notes in the page itself when the session's row shows how many reads: a look from outside would come later. */
export function watchReads(page: Page, session: string): Promise<unknown> {
  // A string, because this file knows no browser's globals.
  return page.evaluate(`(() => {
    const shown = (window.shownReads = []);
    const look = () => {
      const label = document.querySelector('.monaco-list-row[aria-label^="${session}, "]')?.ariaLabel;
      const reads = Number(/ of (\\d+) reads/.exec(label ?? "")?.[1] ?? 0);
      if (shown.at(-1)?.reads !== reads) shown.push({ reads, at: Date.now() });
    };
    look();
    const changes = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(look).observe(document.querySelector(".part.sidebar"), changes);
  })()`);
}

interface Shown {
  readonly reads: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** How long it took to show the one read of a burst that took longest. */
export async function slowestOfBurst(page: Page, folder: string): Promise<number> {
  const shown = (): Promise<readonly Shown[]> => page.evaluate("window.shownReads");
  const before = (await shown()).at(-1)?.reads ?? 0;
  rmSync(join(folder, "reads.txt"), { force: true });
  writeFileSync(join(folder, "go"), "");
  const all = await until(
    async () => {
      const now = await shown();
      return now.at(-1)?.reads === before + size ? now : undefined;
    },
    { what: "each read of a burst to be shown once", timeoutMs: 30_000, intervalMs: 100 },
  );
  const readAt = readFileSync(join(folder, "reads.txt"), "utf8").trimEnd().split("\n").map(Number);
  const lateMs = readAt.map((at, index) => {
    const shownAt = all.find(({ reads }) => reads > before + index)?.at;
    return shownAt === undefined ? Number.POSITIVE_INFINITY : shownAt - at;
  });
  return Math.max(...lateMs);
}
