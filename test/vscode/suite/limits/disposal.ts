import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { listSessions } from "../../../../src/broker/listSessions";
import { registerCommands } from "../../../../src/extension/commands/registerCommands";
import { commandIds } from "../../../../src/extension/contributions";
import { registerDebugProvider } from "../../../../src/extension/launches/registerDebugProvider";
import { LazyWindow } from "../../../../src/extension/window/lazyWindow";
import { directoriesOf } from "../../../../src/platform/directories";
import { until } from "../../../support/until";
import { configurationPath } from "../configure";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { newOutputPath, sampleFolder, start } from "../launch";
import { ownExtension, ownModule } from "../ownExtension";
import { OwnRegistrations } from "../ownRegistrations";
import { OwnResources } from "../ownResources";
import { silentLog } from "../silentLog";
import { env, fromEnvironment, fromVault } from "../values";
import { startAnsweringVault } from "./answeringVault";

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
      await ownModule().deactivate();
      assert.deepEqual(listSessions(directories), []);
      assert.deepEqual(readdirSync(directories.run ?? ""), []);
      await until(() => last() === fromEnvironment, { what: "the environment's value" });
    } finally {
      await vscode.debug.stopDebugging();
    }
  });

  it("closes every timer, watcher, socket and registration of a window that has all of its parts open", async function () {
    this.timeout(60_000);
    const vault = await startAnsweringVault();
    const original = readFileSync(configurationPath(), "utf8");
    Object.assign(process.env, { VAULT_ADDR: vault.address, VAULT_TOKEN: "made-up-token" });
    writeFileSync(configurationPath(), watchedConfiguration(vault.address));
    const context = contextOfItsOwn(ownExtension());
    const commands = commandsBesideThoseOfTheEditor();
    const [resources, registrations] = [new OwnResources(), new OwnRegistrations()];
    resources.start();
    registrations.start();
    try {
      const lazy = new LazyWindow(context, silentLog);
      const parts = [registerDebugProvider(lazy, silentLog), registerCommands(lazy, silentLog)];
      const window = await lazy.get();
      assert.ok(window !== undefined);
      await window.optIn.set(true);
      await window.terminalChoice.set("on");
      const program = join(sampleFolder().uri.fsPath, "loop.js");
      await start({
        type: "node",
        request: "launch",
        name: "own",
        program,
        env: { ...env, OUT: newOutputPath() },
      });
      // The launch, and the terminals of both folders.
      await until(() => listSessions(directories).filter(({ lease }) => lease !== undefined).length === 3, {
        what: "the leases",
        timeoutMs: 20_000,
      });
      await until(() => window.vaults.all[0]?.standing === "connected", { what: "a look at the vault" });
      await until(() => vault.connections() > 0, { what: "the read that the vault leaves open" });
      assertIncludes(resources.kinds, ["Timeout", "FSEVENTWRAP"]);
      assertIncludes(registrations.names, [
        "EventEmitter",
        "createFileSystemWatcher",
        "createStatusBarItem",
        "createTreeView",
        "onDidOpenTerminal",
        "registerDebugConfigurationProvider",
        "registerDocumentLinkProvider",
        "registerMcpServerDefinitionProvider",
        "registerTextDocumentContentProvider",
      ]);
      assert.deepEqual(await commands.registered(), commandIds.toSorted());
      await lazy.close();
      for (const part of parts) part.dispose();
      assert.deepEqual(await commands.registered(), []);
      const left = () => ({
        resources: resources.stacks,
        registrations: registrations.names,
        connections: vault.connections(),
      });
      // Long before an open read would end by itself.
      const timeoutMs = 2_000;
      const nothing = { resources: [], registrations: [], connections: 0 };
      await until(() => JSON.stringify(left()) === JSON.stringify(nothing), {
        what: "the end of all",
        timeoutMs,
      }).catch(() => undefined);
      assert.deepEqual(left(), nothing);
      assert.deepEqual(readdirSync(directories.run ?? ""), []);
    } finally {
      resources.stop();
      registrations.stop();
      commands.stop();
      await vscode.debug.stopDebugging();
      for (const name of ["VAULT_ADDR", "VAULT_TOKEN"]) delete process.env[name];
      writeFileSync(configurationPath(), original);
      vault.stop();
    }
  });
});

/** The editor takes no id twice, and what it has activated holds ours until it ends. */
function commandsBesideThoseOfTheEditor() {
  const suffix = ".once-more";
  const own = vscode.commands.registerCommand;
  vscode.commands.registerCommand = (id, ...others) => own(`${id}${suffix}`, ...others);
  return {
    registered: async (): Promise<readonly string[]> =>
      (await vscode.commands.getCommands(true))
        .filter((id) => id.startsWith("secretRouter.") && id.endsWith(suffix))
        .map((id) => id.slice(0, -suffix.length))
        .toSorted(),
    stop: () => {
      vscode.commands.registerCommand = own;
    },
  };
}

/** One secret in the store, and one in a vault that is to be watched. */
function watchedConfiguration(address: string): string {
  const secrets = { OPENAI_API_KEY: "local:OPENAI_API_KEY", EXTRA: "vault:secret/sample#api_key" };
  return JSON.stringify({ mode: "vault", vault_url: address, secrets });
}

function assertIncludes(actual: readonly string[], expected: readonly string[]): void {
  assert.deepEqual(
    expected.filter((each) => !actual.includes(each)),
    [],
  );
}
