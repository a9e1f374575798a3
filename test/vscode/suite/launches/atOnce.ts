import { join } from "node:path";
import * as vscode from "vscode";
import { listSessions } from "../../../../src/broker/listSessions";
import { directoriesOf } from "../../../../src/platform/directories";
import { until } from "../../../support/until";
import { assertFollowsAtOnce } from "../followsAtOnce";
import { newOutputPath, sampleFolder, start } from "../launch";
import { env } from "../values";

describe("a debug launch that runs", () => {
  before(() => vscode.commands.executeCommand("secretRouter.routeWorkspace"));

  it("follows a switch of the mode, the kill switch and its end within a second", async function () {
    this.timeout(90_000);
    const out = newOutputPath();
    const program = join(sampleFolder().uri.fsPath, "clock.js");
    await start({ type: "node", request: "launch", name: "clock", program, env: { ...env, OUT: out } });
    try {
      await assertFollowsAtOnce(out);
    } finally {
      await vscode.debug.stopDebugging();
      await until(() => listSessions(directoriesOf(process.env)).length === 0, {
        what: "the session to end",
      });
    }
  });
});
