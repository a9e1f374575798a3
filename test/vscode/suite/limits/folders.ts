import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { SecretValue } from "../../../../src/core/secretValue";
import { directoriesOf } from "../../../../src/platform/directories";
import { openLocalStore } from "../../../../src/providers/local/localStore";
import { configurationPath, configure } from "../configure";
import { launch } from "../launch";
import { env, fromEnvironment, fromVault, ofOther } from "../values";

const setting = "secretRouter.routeDebugLaunches";

describe("each folder of a workspace", () => {
  it("has the mode of its own configuration", async () => {
    const seen = await launchIn(1);
    assert.equal(seen.value, fromEnvironment);
    assert.notEqual(seen.handle, null);
    assert.equal((await launchIn(0)).value, fromVault);
  });

  it("is given the names of its own configuration, and never what another's says of them", async () => {
    const store = openLocalStore({ directories: directoriesOf(process.env) });
    await store.set("OF_OTHER", new SecretValue(ofOther));
    store.forget();
    const folders = [folderAt(0), folderAt(1)] as const;
    const originals = folders.map((folder) => readFileSync(configurationPath(folder), "utf8"));
    const own = "local:OPENAI_API_KEY";
    try {
      await configure(vaultMode({ OPENAI_API_KEY: own, EXTRA: own }), folders[0]);
      await configure(vaultMode({ OPENAI_API_KEY: "local:OF_OTHER" }), folders[1]);
      const seen = [await launchIn(0), await launchIn(1)];
      assert.deepEqual(
        seen.map(({ value, extra }) => [value, extra]),
        [
          [fromVault, fromVault],
          [ofOther, null],
        ],
      );
    } finally {
      for (const [index, folder] of folders.entries()) await configure(originals[index] ?? "", folder);
    }
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

function vaultMode(secrets: Readonly<Record<string, string>>): string {
  return JSON.stringify({ mode: "vault", secrets });
}

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
