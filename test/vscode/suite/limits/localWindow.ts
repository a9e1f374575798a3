import assert from "node:assert/strict";
import * as vscode from "vscode";
import { startRouterWindow } from "../../../../src/extension/window/startRouterWindow";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { ownExtension } from "../ownExtension";
import { silentLog } from "../silentLog";

describe("what terminals are given", () => {
  const own = Object.getOwnPropertyDescriptor(vscode.env, "remoteName");
  afterEach(() => {
    if (own !== undefined) Object.defineProperty(vscode.env, "remoteName", own);
  });

  it("is kept by the editor of a local window", async () => {
    Object.defineProperty(vscode.env, "remoteName", { ...own, get: () => undefined });
    assert.equal(await isKept(false), true);
  });

  it("is not kept by that of a remote window, as this one is", async () => {
    assert.notEqual(vscode.env.remoteName, undefined);
    assert.equal(await isKept(true), false);
  });
});

/** @param before what the editor has done until then. */
async function isKept(before: boolean): Promise<boolean> {
  const context = contextOfItsOwn(ownExtension());
  const collection = context.environmentVariableCollection;
  collection.persistent = before;
  const window = await startRouterWindow(context, silentLog);
  try {
    await window.optIn.set(true);
    await window.terminalChoice.set("on");
    assert.match(collection.get("NODE_OPTIONS")?.value ?? "", /--require/);
    return collection.persistent;
  } finally {
    await window.close();
  }
}
