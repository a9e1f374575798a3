// A bundle of its own: it needs the rig of the editor's tests, which finds the checkout from where its bundle lies.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { editors, missingFor } from "../vscode/rig/editors";
import { runSuite } from "../vscode/rig/runSuite";
import { makeSampleWorkspace } from "../vscode/rig/sampleWorkspace";
import { type Figure, notMeasurable } from "./figure";
import { median } from "./median";

const name = "a routed launch over an unrouted one";
const targetMs = 60;

/** What a debug launch costs more when it is routed: from F5 to the program's first read, in turns. */
export async function measureEditor(): Promise<readonly Figure[]> {
  const editor = editors.find((each) => missingFor(each).length === 0);
  if (editor === undefined)
    return [notMeasurable(name, "no editor is installed; test/vscode/install.sh installs two.")];
  const directory = mkdtempSync(join(tmpdir(), "secret-router-bench-"));
  const figures = join(directory, "figures.json");
  try {
    const results = await runSuite({
      editor,
      suite: "launchCost",
      prepare: async (folder, home) => {
        await makeSampleWorkspace(folder, home);
        writeFileSync(join(folder, "figures-path"), figures);
      },
    });
    const failed = results.find(({ state }) => state === "failed");
    if (failed?.state === "failed") throw new Error(failed.detail);
    const { routedMs, unroutedMs } = JSON.parse(readFileSync(figures, "utf8")) as Record<string, number[]>;
    const [routed, unrouted] = [median(routedMs ?? []), median(unroutedMs ?? [])];
    return [
      { name, value: routed - unrouted, unit: "ms", target: targetMs },
      { name: `an unrouted launch in ${editor.name}`, value: unrouted, unit: "ms", target: null },
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
