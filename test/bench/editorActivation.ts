import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import manifest from "../../package.json";
import { activationMs } from "../vscode/rig/activationMs";
import type { Editor } from "../vscode/rig/editors";
import { openWorkbench } from "../vscode/rig/openWorkbench";
import { makeSampleWorkspace } from "../vscode/rig/sampleWorkspace";
import { stageExtension } from "../vscode/rig/stageExtension";
import { editorDirectories, startEditor } from "../vscode/rig/startEditor";
import { untilReady } from "../vscode/rig/untilReady";
import type { Figure } from "./figure";
import { median, worst } from "./median";

const windows = 5;
const targetMs = 30;

/** Each window has an extension host of its own, and a browser that has never seen the editor. */
export async function editorActivation(editor: Editor): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), "secret-router-bench-"));
  const folder = join(directory, "sample");
  const { home, extensions } = editorDirectories(directory);
  try {
    for (const path of [folder, home, extensions]) mkdirSync(path);
    await makeSampleWorkspace(folder, home);
    await stageExtension(join(extensions, `secret-router.secret-router-${manifest.version}`));
    const environment = { SECRET_ROUTER_HOME: join(home, "secret-router") };
    const running = await startEditor(editor, { directory, environment });
    try {
      const times: number[] = [];
      for (let window = 0; window < windows; window++) times.push(await inNewWindow(running.url(folder)));
      return [
        {
          name: `${editor.name}, median of ${windows} windows`,
          value: median(times),
          unit: "ms",
          target: targetMs,
        },
        { name: `${editor.name}, worst of them`, value: worst(times), unit: "ms", target: null },
      ];
    } finally {
      await running.stop();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function inNewWindow(url: string): Promise<number> {
  const { page, close } = await openWorkbench(url);
  try {
    await untilReady(page);
    return await activationMs(page);
  } finally {
    await close();
  }
}
