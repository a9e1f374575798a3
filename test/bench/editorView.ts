import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { SecretValue } from "../../src/core/secretValue";
import { directoriesOf } from "../../src/platform/directories";
import { openLocalStore } from "../../src/providers/local/localStore";
import { root } from "../support/sourceFiles";
import type { Editor } from "../vscode/rig/editors";
import { runSuite } from "../vscode/rig/runSuite";
import { openSecretsView, treeRow } from "../vscode/rig/workbenchActions";
import { madeUp } from "./benchSession";
import type { Figure } from "./figure";
import { reached, signal } from "./signals";
import { type ViewPhase, viewLoad } from "./viewLoad";

const phaseMs = 10_000;
// What a person takes for immediate.
const targetMs = 100;
const names = Array.from({ length: viewLoad.secrets }, (_, index) => viewLoad.nameOf(index));

/** What the user of an editor feels while it shows many secrets that are read: pauses of its host and of its page. */
export async function editorView(editor: Editor): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), "secret-router-bench-"));
  const figures = join(directory, "figures.json");
  const frames: Partial<Record<ViewPhase, number>> = {};
  let folder = "";
  try {
    const results = await runSuite({
      editor,
      suite: "viewStall",
      timeoutMs: 400_000,
      prepare: async (opened, home) => {
        folder = opened;
        await prepare(opened, home);
        const program = join(root, "test", "bench", "programs", "readMany.cjs");
        writeFileSync(join(opened, "bench.json"), JSON.stringify({ figures, program }));
      },
      onPage: async (page) => {
        await reached(folder, "prepared");
        await openSecretsView(page);
        await treeRow(page, names[0] ?? "")
          .first()
          .waitFor();
        for (const phase of viewLoad.phases) frames[phase] = await measure(page, folder, phase);
      },
    });
    const failed = results.find(({ state }) => state === "failed");
    if (failed?.state === "failed") throw new Error(failed.detail);
    const hosts = JSON.parse(readFileSync(figures, "utf8")) as Record<ViewPhase, number>;
    return viewLoad.phases.flatMap((phase): Figure[] => [
      { name: `${editor.name}, host, ${phase}`, value: hosts[phase], unit: "ms", target: targetMs },
      { name: `${editor.name}, page, ${phase}`, value: frames[phase] ?? null, unit: "ms", target: targetMs },
    ]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(page: Page, folder: string, phase: ViewPhase): Promise<number> {
  signal(folder, `${phase}-wanted`);
  await reached(folder, `${phase}-ready`);
  if (phase === "all open") await openEverySecret(page);
  signal(folder, `${phase}-begun`);
  const gap = await largestFrameGapMs(page);
  signal(folder, `${phase}-over`);
  return gap;
}

/** By keys, from the last one upwards, so that what opens is never on the way. */
async function openEverySecret(page: Page): Promise<void> {
  await treeRow(page, names[0] ?? "")
    .first()
    .click();
  // To the last session, its group, the group above, and the last secret.
  for (const key of ["End", "ArrowLeft", "ArrowUp", "ArrowUp"]) await page.keyboard.press(key);
  for (const _ of names) {
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowUp");
  }
  // The second of them, for the first one was opened by the click.
  await page.locator('.monaco-list-row[aria-expanded="true"]').nth(2).waitFor();
}

/** A string, because this file knows no browser's globals. */
function largestFrameGapMs(page: Page): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const begun = performance.now();
    let largest = 0;
    let last = begun;
    const look = (now) => {
      largest = Math.max(largest, now - last);
      last = now;
      if (now - begun < ${phaseMs}) requestAnimationFrame(look);
      else resolve(largest);
    };
    requestAnimationFrame(look);
  })`);
}

async function prepare(folder: string, home: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const secrets = Object.fromEntries(names.map((name) => [name, `local:${name}`]));
  writeFileSync(join(folder, "secret-router.json"), JSON.stringify({ mode: "vault", secrets }));
  const store = openLocalStore({
    directories: directoriesOf({ SECRET_ROUTER_HOME: join(home, "secret-router") }),
  });
  for (const name of names) await store.set(name, new SecretValue(madeUp("made-up")));
  store.forget();
}
