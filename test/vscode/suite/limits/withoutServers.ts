import assert from "node:assert/strict";
import * as vscode from "vscode";
import { registerDebugProvider } from "../../../../src/extension/launches/registerDebugProvider";
import type { Log } from "../../../../src/extension/log";
import { LazyWindow } from "../../../../src/extension/window/lazyWindow";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { launch } from "../launch";
import { ownExtension } from "../ownExtension";
import { silentLog } from "../silentLog";
import { env, fromEnvironment, fromVault } from "../values";

const refusal = "This editor starts no MCP servers for extensions.";

describe("an editor that starts no MCP servers for extensions", () => {
  const own = Object.getOwnPropertyDescriptor(vscode.lm, "registerMcpServerDefinitionProvider");
  const logged: string[] = [];
  const log: Log = {
    ...silentLog,
    info: (message) => void logged.push(message),
    error: (message) => void logged.push(message),
    dispose() {},
  };
  let window: LazyWindow | undefined;
  let provider: vscode.Disposable | undefined;

  before(() => {
    assert.equal(typeof own?.value, "function");
    Object.defineProperty(vscode.lm, "registerMcpServerDefinitionProvider", { ...own, value: undefined });
    window = new LazyWindow(contextOfItsOwn(ownExtension()), log);
    provider = registerDebugProvider(window, log);
  });

  after(async () => {
    if (own !== undefined) Object.defineProperty(vscode.lm, "registerMcpServerDefinitionProvider", own);
    provider?.dispose();
    await window?.close();
  });

  it("has a window of ours all the same, which says so", async () => {
    const started = await window?.get();
    assert.deepEqual(logged, [refusal, "Started"]);
    assert.equal((await launch({ env })).value, fromEnvironment);
    await started?.optIn.set(true);
  });

  it("has its launches routed", async () => {
    const seen = await launch({ env });
    assert.equal(seen.value, fromVault);
    assert.notEqual(seen.handle, null);
  });
});
