import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { listSessions } from "../../../../src/broker/listSessions";
import { directoriesOf } from "../../../../src/platform/directories";
import { until } from "../../../support/until";
import { freePort } from "../../../support/vault/freePort";
import { launch, newOutputPath, type Seen, sampleFolder, start } from "../launch";
import { shownReason } from "../shownReason";
import { env, fromEnvironment } from "../values";
import { followUnroutedRows, type UnroutedRows } from "./unroutedRows";

const directories = directoriesOf(process.env);

describe("a launch that cannot be routed runs unchanged, and the view shows why for as long as it runs:", () => {
  let rows: UnroutedRows;

  before(async () => {
    await vscode.commands.executeCommand("secretRouter.routeWorkspace");
    rows = await followUnroutedRows();
  });
  afterEach(() => rows.untilNone());
  after(() => rows.close());

  /** By the log of the editor's own extension, and by the row that stands for it. Nobody can route it: no warning. */
  async function assertShown(launch: string, why: RegExp): Promise<void> {
    assert.match(await shownReason(launch), why);
    const { description, tooltip, icon, children = [] } = await rows.rowOf(launch);
    assert.deepEqual([description, icon], ["not routed", "circle-slash"]);
    assert.match(tooltip ?? "", why);
    assert.deepEqual(
      children.map(({ label }) => label),
      [tooltip],
    );
  }

  it("an attached program", async () => {
    const out = newOutputPath();
    const program = spawn("node", ["--inspect=127.0.0.1:0", join(sampleFolder().uri.fsPath, "loop.js")], {
      env: { ...process.env, ...env, OUT: out },
    });
    try {
      let said = "";
      program.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      const port = await until(() => /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said)?.[1], { what: "its port" });
      await start({
        type: "node",
        request: "attach",
        name: "attached",
        address: "127.0.0.1",
        port: Number(port),
      });
      await assertShown("attached", /^The program runs already/);
      assert.equal(listSessions(directories).length, 0);
      await until(() => existsSync(out) && readFileSync(out, "utf8").split("\n").length > 5, {
        what: "reads",
      });
      assert.deepEqual([...new Set(readFileSync(out, "utf8").trim().split("\n"))], [fromEnvironment]);
      await vscode.debug.stopDebugging();
      assert.equal(program.exitCode, null);
    } finally {
      program.kill();
    }
  });

  it("one with attachSimplePort", async () => {
    const port = await freePort();
    const simple = { attachSimplePort: port, runtimeArgs: [`--inspect-brk=127.0.0.1:${port}`] };
    assertUnchanged(await launch({ name: "simple port", env, continueOnAttach: true, ...simple }));
    await assertShown("simple port", /^With attachSimplePort/);
  });

  it("an npm script with --inspect-brk", async () => {
    const port = await freePort();
    const script = { runtimeExecutable: "npm", runtimeArgs: ["run", "inspected"], port };
    const goOn = vscode.debug.onDidChangeActiveStackItem(() => {
      void vscode.commands.executeCommand("workbench.action.debug.continue");
    });
    try {
      const own = { ...env, INSPECT_PORT: String(port) };
      assertUnchanged(await launch({ name: "inspected script", env: own, ...script }));
    } finally {
      goOn.dispose();
    }
    await assertShown("inspected script", /^The script "inspected" holds --inspect-brk/);
  });

  it("Deno", async () => {
    const deno = join(sampleFolder().uri.fsPath, "..", "bin", "deno");
    const program = join(sampleFolder().uri.fsPath, "print.js");
    assertUnchanged(await launch({ name: "deno", env, runtimeExecutable: deno, program }));
    await assertShown("deno", /^deno does not read NODE_OPTIONS/);
  });

  it("a debugger of another language", async () => {
    assertUnchanged(await launch({ name: "python", type: "debugpy", env }));
    await assertShown("python", /^Only Node programs .* "debugpy"/);
  });

  it("an extension host", async () => {
    const started = nextSession();
    void vscode.debug.startDebugging(sampleFolder(), {
      type: "extensionHost",
      request: "launch",
      name: "extension",
      args: [`--extensionDevelopmentPath=${sampleFolder().uri.fsPath}`],
    });
    await started;
    await assertShown("extension", /^An extension host removes NODE_OPTIONS/);
    assert.equal(listSessions(directories).length, 0);
    await vscode.debug.stopDebugging();
  });

  it("one that turns us off itself", async () => {
    assertUnchanged(await launch({ name: "off", env: { ...env, SECRET_ROUTER: "0" } }));
    await assertShown("off", /^SECRET_ROUTER=0/);
  });
});

function assertUnchanged(seen: Seen): void {
  assert.deepEqual([seen.value, seen.handle], [fromEnvironment, null]);
  assert.doesNotMatch(seen.nodeOptions, /preload\.cjs/);
}

function nextSession(): Promise<vscode.DebugSession> {
  return new Promise((resolve) => {
    const listener = vscode.debug.onDidStartDebugSession((session) => {
      listener.dispose();
      resolve(session);
    });
  });
}
