import assert from "node:assert/strict";
import { join } from "node:path";
import * as vscode from "vscode";
import { launch } from "../launch";
import { env, fromEnvironment, fromVault } from "../values";

const setting = "secretRouter.routeDebugLaunches";

describe("each folder of a workspace", () => {
  it("has the mode of its own configuration", async () => {
    const seen = await launchIn(1);
    assert.equal(seen.value, fromEnvironment);
    assert.notEqual(seen.handle, null);
    assert.equal((await launchIn(0)).value, fromVault);
  });

  it("may be left out by its own setting, and the others stay routed", async () => {
    await set(1, false);
    assert.deepEqual(
      [await launchIn(1), await launchIn(0)].map(({ handle }) => handle !== null),
      [false, true],
    );
    await set(1, undefined);
    assert.notEqual((await launchIn(1)).handle, null);
  });

  it("cannot turn on what its user has turned off", async () => {
    const { globalValue, workspaceValue, workspaceFolderValue } = await setForUser(false);
    assert.deepEqual([globalValue, workspaceValue, workspaceFolderValue], [false, true, true]);
    try {
      const { value, handle } = await launchIn(0);
      assert.deepEqual([value, handle], [fromEnvironment, null]);
    } finally {
      await setForUser(undefined);
    }
    assert.notEqual((await launchIn(0)).handle, null);
  });
});

function launchIn(index: number): ReturnType<typeof launch> {
  const folder = folderAt(index);
  return launch({ env, program: join(folder.uri.fsPath, "print.js"), cwd: folder.uri.fsPath }, folder);
}

async function set(index: number, value: boolean | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration(undefined, folderAt(index).uri)
    .update(setting, value, vscode.ConfigurationTarget.WorkspaceFolder);
}

/** Gives what then stands where for the first folder. */
async function setForUser(value: boolean | undefined) {
  const configuration = () => vscode.workspace.getConfiguration(undefined, folderAt(0).uri);
  await configuration().update(setting, value, vscode.ConfigurationTarget.Global);
  return configuration().inspect(setting) ?? assert.fail("The setting is known.");
}

function folderAt(index: number): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[index];
  assert.ok(folder !== undefined);
  return folder;
}
