import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { until } from "../../support/until";

interface Setting {
  readonly scope: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
}

const folders = vscode.workspace.workspaceFolders ?? [];
const manifest = vscode.extensions.getExtension("secret-router.secret-router")?.packageJSON;
const settings = Object.entries<Setting>(manifest.contributes.configuration.properties);
const ofRepositories = settings.filter(([, { scope }]) => scope === "resource" || scope === "window");
const wanted = Object.fromEntries(settings.map(([id, setting]) => [id, otherValue(setting)]));

describe("of the settings that a repository writes into every file it can,", () => {
  const places = settingsFiles();
  const originals = new Map(places.map(({ path }) => [path, textOf(path)]));

  before(() => {
    for (const { path, isWorkspace } of places) writeSettings(path, isWorkspace);
  });
  after(async () => {
    for (const [path, text] of originals) {
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
    }
    await until(() => ofRepositories.every(([id, setting]) => allAre(id, setting.default)), {
      what: "the editor to read them as they were",
    });
  });

  it("those of a folder's own launches alone may have an effect", () => {
    assert.deepEqual(
      ofRepositories.map(([id]) => id),
      ["secretRouter.routeDebugLaunches"],
    );
  });

  // Before the others: it shows that the editor has read every file.
  for (const [id] of ofRepositories) {
    it(`${id} has its effect`, async () => {
      const read = () => [
        inspect(id, null)?.workspaceValue,
        ...folders.map((folder) => inspect(id, folder)?.workspaceFolderValue),
      ];
      await until(() => read().every((value) => value === wanted[id]), {
        what: "the editor to read the files",
      });
      assert.ok(allAre(id, wanted[id]));
    });
  }

  for (const [id, setting] of settings.filter((each) => !ofRepositories.includes(each))) {
    it(`${id}, of the scope ${setting.scope}, has none`, () => {
      assert.deepEqual([...new Set(valuesOf(id))], [setting.default]);
    });
  }
});

function allAre(id: string, value: unknown): boolean {
  return valuesOf(id).every((each) => each === value);
}

/** As each folder of the window has it, and what belongs to none. */
function valuesOf(id: string): readonly unknown[] {
  return [...folders, null].map((folder) => vscode.workspace.getConfiguration(undefined, folder).get(id));
}

function inspect(id: string, folder: vscode.WorkspaceFolder | null) {
  return vscode.workspace.getConfiguration(undefined, folder).inspect(id);
}

function settingsFiles(): readonly { readonly path: string; readonly isWorkspace: boolean }[] {
  const { workspaceFile } = vscode.workspace;
  const ofFolders = folders.map(({ uri }) => join(uri.fsPath, ".vscode", "settings.json"));
  return [
    ...ofFolders.map((path) => ({ path, isWorkspace: false })),
    ...(workspaceFile === undefined ? [] : [{ path: workspaceFile.fsPath, isWorkspace: true }]),
  ];
}

function writeSettings(path: string, isWorkspace: boolean): void {
  mkdirSync(dirname(path), { recursive: true });
  const before = JSON.parse(textOf(path) ?? "{}");
  const now = isWorkspace
    ? { ...before, settings: { ...before.settings, ...wanted } }
    : { ...before, ...wanted };
  writeFileSync(path, JSON.stringify(now));
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function otherValue({ default: standard, enum: choices }: Setting): unknown {
  if (choices !== undefined) return choices.find((choice) => choice !== standard);
  return typeof standard === "boolean" ? !standard : "/made-up/by/a/repository";
}
