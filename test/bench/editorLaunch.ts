import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Editor } from "../vscode/rig/editors";
import { runSuite } from "../vscode/rig/runSuite";
import { makeSampleWorkspace } from "../vscode/rig/sampleWorkspace";
import type { Figure } from "./figure";
import type { LaunchCosts, LaunchKind } from "./launchCosts";
import { median } from "./median";

const targetMs = 60;

/** Two windows, which begin with one kind of launch each: what the first of a window costs holds more than ours. */
export async function editorLaunch(editor: Editor): Promise<readonly Figure[]> {
  const [first, second] = [await inWindow(editor, "routed"), await inWindow(editor, "unrouted")];
  const later = (kind: LaunchKind) =>
    median([first, second].flatMap((costs) => costs[kind].slice(1).map(({ wallMs }) => wallMs)));
  const [cold] = first.routed;
  const figure = (name: string, value: number, target: number | null = null): Figure => ({
    name: `${editor.name}, ${name}`,
    value,
    unit: "ms",
    target,
  });
  return [
    figure("routed over unrouted", later("routed") - later("unrouted"), targetMs),
    figure("unrouted", later("unrouted")),
    figure("routed, first of a window", cold?.wallMs ?? Number.NaN),
    figure("of it, our hook", cold?.hookMs ?? Number.NaN),
    figure("unrouted, first of a window", second.unrouted[0]?.wallMs ?? Number.NaN),
  ];
}

async function inWindow(editor: Editor, first: LaunchKind): Promise<LaunchCosts> {
  const directory = mkdtempSync(join(tmpdir(), "secret-router-bench-"));
  const figures = join(directory, "figures.json");
  try {
    const results = await runSuite({
      editor,
      suite: "launchCost",
      workspaceFile: "bench.code-workspace",
      prepare: (folder, home) => prepare(folder, home, { figures, first }),
    });
    const failed = results.find(({ state }) => state === "failed");
    if (failed?.state === "failed") throw new Error(failed.detail);
    return JSON.parse(readFileSync(figures, "utf8")) as LaunchCosts;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Two folders that differ by a setting, by which the hook gives a launch back as it is. */
async function prepare(folder: string, home: string, plan: object): Promise<void> {
  const kinds: readonly LaunchKind[] = ["routed", "unrouted"];
  for (const kind of kinds) {
    mkdirSync(join(folder, kind, ".vscode"), { recursive: true });
    await makeSampleWorkspace(join(folder, kind), home);
    const settings = { "secretRouter.routeDebugLaunches": kind === "routed" };
    writeFileSync(join(folder, kind, ".vscode", "settings.json"), JSON.stringify(settings));
  }
  writeFileSync(join(folder, "bench.json"), JSON.stringify(plan));
  const folders = kinds.map((path) => ({ path }));
  writeFileSync(join(folder, "bench.code-workspace"), JSON.stringify({ folders }));
}
