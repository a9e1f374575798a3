import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { listSessions } from "../../../src/broker/listSessions";
import { parseHandle } from "../../../src/contract/handle";
import { directoriesOf } from "../../../src/platform/directories";
import { until } from "../../support/until";
import { runTask } from "./terminal";
import { fromVault } from "./values";

const directories = directoriesOf(process.env);
const fromEnvironment = "env-value-of-the-terminal";
// The older editor takes every terminal of a remote window for one of the folder that was used last.
const knowsFolders = !vscode.version.startsWith("1.104.");
const env = { OPENAI_API_KEY: fromEnvironment };

describe("the terminals of a workspace with several folders", () => {
  before(async () => {
    await vscode.commands.executeCommand("secretRouter.routeWorkspace");
    await vscode.commands.executeCommand("secretRouter.routeWorkspaceTerminals");
    await until(() => placeOf("app") !== undefined && placeOf("other") !== undefined, {
      what: "both sessions",
    });
  });

  it("go by their own folder's configuration, each with its own session", async () => {
    const [app, other] = [await runIn("app"), await runIn("other")];
    assert.deepEqual([app.value, other.value], [fromVault, knowsFolders ? fromEnvironment : fromVault]);
    const places = [app, other].map(({ handle }) => parseHandle(handle ?? "")?.directory);
    assert.deepEqual(places, [placeOf("app"), placeOf(knowsFolders ? "other" : "app")]);
  });

  it("lose their session with their folder, and no other does", async () => {
    const [app, other] = [placeOf("app"), placeOf("other")];
    assert.ok(app !== undefined && other !== undefined);
    assert.ok(vscode.workspace.updateWorkspaceFolders(1, 1));
    await until(() => !existsSync(other), { what: "the session of the folder that went to end" });
    await until(() => existsSync(join(app, "key")), { what: "the session of the one that stayed" });
    assert.equal((await runIn("app")).value, fromVault);
  });
});

function runIn(name: string) {
  const folder = vscode.workspace.workspaceFolders?.find((candidate) => candidate.name === name);
  assert.ok(folder !== undefined);
  const start = (own: Record<string, string>) =>
    new vscode.ProcessExecution("node", ["print.js"], { env: own, cwd: folder.uri.fsPath });
  const task = (own: Record<string, string>) =>
    new vscode.Task({ type: "process" }, folder, name, "test", start(own), []);
  return runTask(task, env);
}

function placeOf(name: string): string | undefined {
  const sessions = listSessions(directories).filter(({ lease }) => lease !== undefined);
  return sessions.find(({ record }) => record.command === `Terminals of ${name}`)?.record.directory;
}
