import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandIds } from "../../../src/extension/contributions";
import { settingIds } from "../../../src/extension/settings";
import { editorCommands } from "../../support/editorCommands";
import "./repositorySettings";

const extension = vscode.extensions.getExtension("secret-router.secret-router");

describe("activation", () => {
  it("happens by itself in a folder with a Node project", () => {
    assert.equal(extension?.isActive, true);
  });

  it("registers every command of the manifest, and no other", async () => {
    const declared = commandsOfManifest().map(({ command }) => command);
    const registered = (await vscode.commands.getCommands(true)).filter((id) =>
      /^secretRouter\.\w+$/.test(id),
    );
    assert.deepEqual(declared.toSorted(), [...commandIds].toSorted());
    assert.deepEqual(
      registered.filter((id) => !declared.includes(id)),
      [],
    );
    assert.deepEqual(
      declared.filter((id) => !registered.includes(id)),
      [],
    );
  });

  it("finds in this editor each command of it that our buttons run", async () => {
    const known = await vscode.commands.getCommands(true);
    const wanted = [...editorCommands, ...viewsOfManifest().map(({ id }) => `${id}.focus`)];
    assert.deepEqual(
      wanted.filter((id) => !known.includes(id)),
      [],
    );
  });

  it("has a default for every setting", () => {
    const configuration = vscode.workspace.getConfiguration();
    for (const id of settingIds) assert.notEqual(configuration.inspect(id)?.defaultValue, undefined, id);
  });
});

function commandsOfManifest(): readonly { readonly command: string }[] {
  return extension?.packageJSON.contributes.commands ?? [];
}

function viewsOfManifest(): readonly { readonly id: string }[] {
  return Object.values(extension?.packageJSON.contributes.views ?? {}).flat() as { id: string }[];
}
