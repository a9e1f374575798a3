import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { chooseMode } from "../../../../src/extension/commands/modeCommands";
import type { RouterWindow } from "../../../../src/extension/window/routerWindow";
import { startRouterWindow } from "../../../../src/extension/window/startRouterWindow";
import { configurationPath } from "../configure";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { sampleFolder } from "../launch";
import { ownExtension } from "../ownExtension";
import { silentLog } from "../silentLog";

describe("a mode switch during whose question the environment is renamed in the file", () => {
  const path = configurationPath();
  const original = readFileSync(path, "utf8");
  let window: RouterWindow;

  before(async () => {
    window = await startRouterWindow(contextOfItsOwn(ownExtension()), silentLog);
    await window.optIn.set(true);
    writeFileSync(path, withEnvironment("staging"));
    await window.environments.choose(sampleFolder(), "staging");
    window.projects.refresh();
    const project = window.projects.of(sampleFolder());
    assert.deepEqual([project?.environment, project?.configuration.mode], ["staging", "dual"]);
  });

  after(async () => {
    await window.close();
    writeFileSync(path, original);
  });

  it("changes the file's own mode, which is in force by then, and not that of the environment", async () => {
    await choosing("shadow", () => writeFileSync(path, withEnvironment("stage")), window);
    assert.deepEqual(JSON.parse(readFileSync(path, "utf8")), {
      mode: "shadow",
      environments: { stage: { mode: "dual" } },
    });
  });
});

function withEnvironment(name: string): string {
  return JSON.stringify({ mode: "vault", environments: { [name]: { mode: "dual" } } });
}

/** Picks the first folder and then a mode in the user's place; what happens meanwhile has happened by then. */
async function choosing(mode: string, meanwhile: () => void, window: RouterWindow): Promise<void> {
  const own = vscode.window.showQuickPick;
  const pick = async (items: readonly { readonly mode?: string }[]): Promise<unknown> => {
    const item = items.find((candidate) => candidate.mode === mode);
    if (item !== undefined) meanwhile();
    return item ?? items[0];
  };
  Object.assign(vscode.window, { showQuickPick: pick });
  try {
    await chooseMode(window);
  } finally {
    Object.assign(vscode.window, { showQuickPick: own });
  }
}
