import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { defaultNameRules } from "../../../../src/contract/secretNames";
import { putFileBack } from "../../../../src/extension/commands/undoImportCommand";
import type { RouterWindow } from "../../../../src/extension/window/routerWindow";
import { startRouterWindow } from "../../../../src/extension/window/startRouterWindow";
import { importEnvFile } from "../../../../src/providers/local/importEnvFile";
import { createLocalProvider } from "../../../../src/providers/local/localProvider";
import { openLocalStore } from "../../../../src/providers/local/localStore";
import { answeringMessages } from "../answeringMessages";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { sampleFolder } from "../launch";
import { ownExtension } from "../ownExtension";
import { silentLog } from "../silentLog";

const original = "PORT=8080\nUNSAVED_API_KEY=made-up-unsaved\n";
const typed = "HOST=typed\n";

describe("an import that is undone while its file has unsaved edits", () => {
  const path = join(sampleFolder().uri.fsPath, ".env.unsaved");
  const text = (): string => readFileSync(path, "utf8");
  let window: RouterWindow;

  before(async () => {
    window = await startRouterWindow(contextOfItsOwn(ownExtension()), silentLog);
    writeFileSync(path, original);
    await importInto(window, path);
    assert.equal(text(), "PORT=8080\n");
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), typed));
    assert.ok(editor.document.isDirty);
  });

  after(async () => {
    rmSync(path);
    // Another way of closing would ask about edits that a failed test has left.
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await window.close();
  });

  it("loses none of them: they are saved, and the original comes only after a question", async () => {
    assert.deepEqual(await undone(undefined), ["was edited since"]);
    assert.equal(text(), `${typed}PORT=8080\n`);
  });

  it("brings them back by another undo", async () => {
    assert.deepEqual(await undone("Put It Back"), ["was edited since", "your edits are kept sealed"]);
    assert.equal(text(), original);
    await undone("Put It Back");
    assert.equal(text(), `${typed}PORT=8080\n`);
  });

  /** What was said on the way, in short. */
  async function undone(answer: string | undefined): Promise<readonly string[]> {
    const said = await answeringMessages(
      () => answer,
      () => putFileBack(window, path),
    );
    return said.flatMap((message) => /was edited since|your edits are kept sealed/.exec(message)?.[0] ?? []);
  }
});

async function importInto({ directories }: RouterWindow, path: string): Promise<void> {
  const originals = openLocalStore({ directories });
  try {
    await importEnvFile({
      path,
      rules: defaultNameRules,
      provider: createLocalProvider({ directories }),
      referenceFor: (name) => ({ provider: "local", path: name }),
      originals,
      delete: true,
      replace: false,
      signal: AbortSignal.timeout(30_000),
    });
  } finally {
    originals.forget();
  }
}
