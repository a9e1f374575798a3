import assert from "node:assert/strict";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { routeTerminals } from "../../../../src/extension/commands/terminalCommands";
import { registerDebugProvider } from "../../../../src/extension/launches/registerDebugProvider";
import { doctorReport } from "../../../../src/extension/reports/doctorReport";
import { LazyWindow } from "../../../../src/extension/window/lazyWindow";
import { answeringMessages } from "../answeringMessages";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { launch } from "../launch";
import { ownExtension } from "../ownExtension";
import { silentLog } from "../silentLog";
import { openTerminal } from "../terminal";
import { env, fromEnvironment, fromVault } from "../values";

const unsupported = /^Terminals are not supported in this packaging of the editor/;
const home = process.env["HOME"];
const snap = dirname(vscode.env.appRoot);
const packagings = [
  { packaging: "a Flatpak", variables: { FLATPAK_ID: "com.visualstudio.code" } },
  { packaging: "a confined snap", variables: { SNAP: snap, SNAP_USER_DATA: home } },
];

for (const { packaging, variables } of packagings) {
  describe(`an editor that is packaged as ${packaging}`, () => {
    const context = contextOfItsOwn(ownExtension());
    const lazy = new LazyWindow(context, silentLog);
    let provider: vscode.Disposable | undefined;

    before(async () => {
      Object.assign(process.env, variables);
      // As an earlier version may have left it, which knew nothing of packagings.
      context.environmentVariableCollection.prepend("NODE_OPTIONS", " --require gone.cjs ");
      provider = registerDebugProvider(lazy, silentLog);
      await (await lazy.get())?.optIn.set(true);
    });

    after(async () => {
      provider?.dispose();
      await lazy.close();
      for (const name of Object.keys(variables)) delete process.env[name];
    });

    it("gives its terminals nothing, asks for nothing, and says why in the view, in the Doctor and when asked to", async () => {
      const window = (await lazy.get()) ?? assert.fail("The window has started.");
      const terminal = openTerminal();
      const said = await answeringMessages(
        () => undefined,
        () => routeTerminals(window),
      );
      terminal.dispose();
      assert.equal(said.length, 1);
      assert.match(said[0] ?? "", unsupported);
      assert.deepEqual([...context.environmentVariableCollection], []);
      const { unrouted, routed } = window.sessions;
      assert.deepEqual(routed, []);
      assert.deepEqual(
        unrouted.map(({ label, kind, isFailure }) => [label, kind, isFailure]),
        [["Terminals", "terminals", false]],
      );
      assert.match(unrouted[0]?.why ?? "", unsupported);
      assert.match(await doctorReport(window), /Terminals are not routed\. Terminals are not supported/);
    });

    it("routes launches, but not those that run in a terminal", async () => {
      assert.equal((await launch({ env })).value, fromVault);
      const { value, handle, nodeOptions } = await launch({ env, console: "integratedTerminal" });
      assert.deepEqual([value, handle], [fromEnvironment, null]);
      assert.doesNotMatch(nodeOptions, /preload\.cjs/);
    });
  });
}
