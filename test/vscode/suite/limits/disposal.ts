import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";
import { listSessions } from "../../../../src/broker/listSessions";
import { routeLaunch } from "../../../../src/extension/launches/routeLaunch";
import { startRouterWindow } from "../../../../src/extension/window/startRouterWindow";
import { directoriesOf } from "../../../../src/platform/directories";
import { until } from "../../../support/until";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { newOutputPath, sampleFolder, start } from "../launch";
import { ownExtension } from "../ownExtension";
import { OwnResources } from "../ownResources";
import { silentLog } from "../silentLog";
import { env, fromEnvironment, fromVault } from "../values";

const directories = directoriesOf(process.env);

describe("the end of the extension", () => {
  it("removes every session, and its programs go on with their environment", async () => {
    const out = newOutputPath();
    const last = (): string =>
      existsSync(out) ? (readFileSync(out, "utf8").trimEnd().split("\n").at(-1) ?? "") : "";
    const program = join(sampleFolder().uri.fsPath, "loop.js");
    await start({ type: "node", request: "launch", name: "long", program, env: { ...env, OUT: out } });
    try {
      await until(() => last() === fromVault, { what: "the vault's value", timeoutMs: 20_000 });
      await extensionModule().deactivate();
      assert.deepEqual(listSessions(directories), []);
      assert.deepEqual(readdirSync(directories.run ?? ""), []);
      await until(() => last() === fromEnvironment, { what: "the environment's value" });
    } finally {
      await vscode.debug.stopDebugging();
    }
  });

  it("closes every timer, watcher and handle that a window has opened", async () => {
    const resources = new OwnResources();
    resources.start();
    try {
      const window = await startRouterWindow(contextOfItsOwn(ownExtension()), silentLog);
      await window.optIn.set(true);
      const project = window.projects.all[0];
      assert.ok(project !== undefined);
      const launch = { type: "node", request: "launch", name: "own", program: "print.js" };
      window.sessions.add((await routeLaunch(window, project, launch)).session);
      await until(() => listSessions(directories)[0]?.lease !== undefined, { what: "the lease" });
      assert.ok(resources.kinds.includes("Timeout") && resources.kinds.includes("FSEVENTWRAP"));
      await window.close();
      await until(() => resources.stacks.length === 0, { what: "the end of all" }).catch(() => undefined);
      assert.deepEqual(resources.stacks, []);
      assert.deepEqual(readdirSync(directories.run ?? ""), []);
    } finally {
      resources.stop();
    }
  });
});

/** The very module that the editor has activated. */
function extensionModule(): { deactivate(): Promise<void> } {
  const path = join(ownExtension().extensionPath, "dist", "extension.js");
  const require = createRequire(path);
  assert.ok(require.cache[path] !== undefined, "the editor has loaded this module");
  return require(path);
}
