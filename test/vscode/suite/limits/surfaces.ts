import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { liftKillSwitch } from "../../../../src/broker/killSwitch";
import { kill } from "../../../../src/extension/commands/killCommands";
import type { Log } from "../../../../src/extension/log";
import { createTreeView } from "../../../../src/extension/tree/createTreeView";
import type { RouterWindow } from "../../../../src/extension/window/routerWindow";
import { startRouterWindow } from "../../../../src/extension/window/startRouterWindow";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { sampleFolder } from "../launch";

const failure = new Error("made up");

describe("a window", () => {
  const told: unknown[] = [];
  const warnings: string[] = [];
  const log: Log = {
    debug() {},
    info() {},
    warn: (message) => void warnings.push(message),
    error: (_message, error) => void told.push(error),
    show() {},
    dispose() {},
  };
  let window: RouterWindow | undefined;
  const start = async (changes: PropertyDescriptorMap = {}): Promise<RouterWindow> => {
    const extension = vscode.extensions.getExtension("secret-router.secret-router");
    assert.ok(extension !== undefined);
    const context = Object.defineProperties(contextOfItsOwn(extension), changes);
    window = await startRouterWindow(context, log);
    return window;
  };

  afterEach(async () => {
    await window?.close();
    told.length = 0;
    warnings.length = 0;
  });

  it("leaves out an entry of an MCP file that is none, and shows the others", async () => {
    const { detected } = await start();
    assert.deepEqual(
      detected.all.map(({ server }) => server.name),
      ["good"],
    );
    assert.deepEqual(told, []);
  });

  it("looks at 200 servers of a file, and its log says once that there are more", async () => {
    const { detected } = await start();
    const file = join(sampleFolder().uri.fsPath, ".vscode", "mcp.json");
    const names = Array.from({ length: 201 }, (_, index) => `s${index}`);
    const servers = Object.fromEntries(names.map((name) => [name, { command: "node" }]));
    writeFileSync(file, JSON.stringify({ servers }));
    try {
      const ofFile = () => detected.read().filter(({ path }) => path === file);
      assert.deepEqual([ofFile().length, ofFile().length], [200, 200]);
      assert.deepEqual(warnings.length, 1);
    } finally {
      rmSync(file);
    }
  });

  it("has its kill switch, whichever of its surfaces cannot be made", async () => {
    const started = await start({
      environmentVariableCollection: {
        get: () => {
          throw failure;
        },
      },
    });
    assert.deepEqual(told, [failure]);
    const { directories, audit, control } = started;
    await kill(started);
    try {
      assert.notEqual(control.current.killed, null);
    } finally {
      await liftKillSwitch({ directories, audit });
    }
  });

  it("has its view, whatever cannot be read, and shows what can be at the next change", async () => {
    const started = await start();
    await started.optIn.set(true);
    const changes = new vscode.EventEmitter<void>();
    let isBroken = true;
    const looks = { failed: 0, done: 0 };
    const detected = {
      onDidChange: changes.event,
      get all() {
        looks[isBroken ? "failed" : "done"]++;
        if (isBroken) throw failure;
        return started.detected.all;
      },
    } as unknown as RouterWindow["detected"];
    const view = createTreeView({ ...started, detected }, log);
    try {
      changes.fire();
      assert.deepEqual([looks, told], [{ failed: 2, done: 0 }, [failure]]);
      isBroken = false;
      changes.fire();
      assert.equal(looks.failed, 2);
      assert.ok(looks.done > 0);
      assert.deepEqual(told, [failure]);
    } finally {
      view.dispose();
    }
  });
});
