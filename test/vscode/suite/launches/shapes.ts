import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { listSessions } from "../../../../src/broker/listSessions";
import { parseHandle } from "../../../../src/contract/handle";
import { directoriesOf } from "../../../../src/platform/directories";
import { until } from "../../../support/until";
import { launch, newOutputPath, sampleFolder, start } from "../launch";
import { env, fromEnvironment, fromVault } from "../values";
import { launchCompound } from "./compound";

const directories = directoriesOf(process.env);

describe("a debug launch", () => {
  it("is not routed before the user has opted in", async () => {
    const seen = await launch({ env });
    assert.equal(seen.value, fromEnvironment);
    assert.equal(seen.handle, null);
  });

  describe("after the opt-in", () => {
    before(() => vscode.commands.executeCommand("secretRouter.routeWorkspace"));

    it("is served from the vault in vault mode", async () => {
      const seen = await launch({ env });
      assert.equal(seen.value, fromVault);
      assert.notEqual(parseHandle(seen.handle ?? "")?.keyHex, null);
    });

    it("leaves other variables alone", async () => {
      assert.equal((await launch({ env: { ...env, EXTRA: "as it was" } })).extra, "as it was");
    });

    it("ends its session with its program", async () => {
      await launch({ env });
      await until(() => listSessions(directories).length === 0, { what: "the session to end" });
    });

    it("is served a secret that only the store has", async () => {
      assert.equal((await launch({})).value, fromVault);
    });

    it("keeps NODE_OPTIONS of env", async () => {
      const options = { NODE_OPTIONS: "--max-http-header-size=20001" };
      const seen = await launch({ env: { ...env, ...options } });
      assert.deepEqual([seen.value, seen.maxHeaderSize], [fromVault, 20_001]);
    });

    it("keeps NODE_OPTIONS and variables of envFile", async () => {
      const seen = await launch({ envFile: "${workspaceFolder}/launch.env" });
      assert.deepEqual([seen.value, seen.maxHeaderSize, seen.extra], [fromVault, 20_002, "from the file"]);
    });

    it("lets NODE_OPTIONS of env win over those of envFile", async () => {
      const options = { NODE_OPTIONS: "--max-http-header-size=20003" };
      const seen = await launch({ envFile: "${workspaceFolder}/launch.env", env: options });
      assert.deepEqual([seen.value, seen.maxHeaderSize], [fromVault, 20_003]);
    });

    it("keeps runtimeArgs", async () => {
      const seen = await launch({ env, runtimeArgs: ["--no-warnings"] });
      assert.equal(seen.value, fromVault);
      assert.ok(seen.execArgv.includes("--no-warnings"));
    });

    it("may be of type pwa-node", async () => {
      assert.equal((await launch({ type: "pwa-node", env })).value, fromVault);
    });

    it("works in the integrated terminal, where no key is shown", async () => {
      const seen = await launch({ env, console: "integratedTerminal" });
      assert.equal(seen.value, fromVault);
      assert.equal(parseHandle(seen.handle ?? "")?.keyHex, null);
    });

    it("works as a JavaScript debug terminal's command", async () => {
      const seen = await launch({ type: "node-terminal", command: "node print.js", env });
      assert.equal(seen.value, fromVault);
      assert.equal(parseHandle(seen.handle ?? "")?.keyHex, null);
    });

    it("works for an npm script", async () => {
      const npm = { runtimeExecutable: "npm", runtimeArgs: ["run-script", "print"] };
      assert.equal((await launch({ ...npm, env })).value, fromVault);
    });

    it("works for both launches of a compound", async () => {
      assert.deepEqual(
        (await launchCompound()).map(({ value }) => value),
        [fromVault, fromVault],
      );
    });

    it("runs with its environment when there is no safe place for a session", async () => {
      const { run } = directories;
      assert.ok(run !== undefined && existsSync(run));
      chmodSync(run, 0o777);
      try {
        const seen = await launch({ env });
        assert.deepEqual([seen.value, seen.handle], [fromEnvironment, null]);
      } finally {
        chmodSync(run, 0o700);
      }
    });

    it("runs under the preloader's copy, which is mended when somebody has changed it", async () => {
      const seen = await launch({ env });
      assert.equal(seen.value, fromVault);
      const copy = preloaderOf(seen.nodeOptions);
      const original = readFileSync(copy);
      writeFileSync(copy, "throw new Error('not ours')");
      assert.equal((await launch({ env })).value, fromVault);
      assert.deepEqual(readFileSync(copy), original);
    });

    it("gets its environment in shadow mode, and the vault while it runs after a switch", async () => {
      const file = join(sampleFolder().uri.fsPath, "secret-router.json");
      const before = readFileSync(file, "utf8");
      const out = newOutputPath();
      writeFileSync(file, before.replace('"vault"', '"shadow"'));
      try {
        await start({
          type: "node",
          request: "launch",
          name: "long",
          program: program("loop.js"),
          env: { ...env, OUT: out },
        });
        const last = (): string =>
          existsSync(out) ? (readFileSync(out, "utf8").trimEnd().split("\n").at(-1) ?? "") : "";
        await until(() => last() === fromEnvironment, { what: "the environment's value", timeoutMs: 20_000 });
        writeFileSync(file, before);
        await until(() => last() === fromVault, { what: "the vault's value" });
        await vscode.commands.executeCommand("secretRouter.kill");
        await until(() => last() === fromEnvironment, {
          what: "the environment's value again",
          timeoutMs: 2_000,
        });
      } finally {
        rmSync(join(directories.state, "control.json"), { force: true });
        await vscode.debug.stopDebugging();
        await until(() => listSessions(directories).length === 0, { what: "the session to end" });
        writeFileSync(file, before);
      }
    });

    it("is not routed any more after the opt-in is taken back", async () => {
      await vscode.commands.executeCommand("secretRouter.stopRouting");
      assert.equal((await launch({ env })).value, fromEnvironment);
    });
  });
});

function program(name: string): string {
  return join(sampleFolder().uri.fsPath, name);
}

function preloaderOf(nodeOptions: string): string {
  const path = /--require "([^"]+preload\.cjs)"/.exec(nodeOptions)?.[1];
  assert.ok(path !== undefined, nodeOptions);
  return path;
}
