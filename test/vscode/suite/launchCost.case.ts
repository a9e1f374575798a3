import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { launch, sampleFolder } from "./launch";
import { env, fromEnvironment, fromVault } from "./values";

const turns = 12;

// Started by `npm run bench`, not by the tests.
describe("a launch", () => {
  it("is measured, routed and unrouted in turns", async function () {
    this.timeout(180_000);
    await vscode.commands.executeCommand("secretRouter.routeWorkspace");
    const measured: Record<"routedMs" | "unroutedMs", number[]> = { routedMs: [], unroutedMs: [] };
    for (let turn = -1; turn < turns; turn++) {
      const routed = await timeOf(env, fromVault);
      const unrouted = await timeOf({ ...env, SECRET_ROUTER: "0" }, fromEnvironment);
      // The first turn loads what later ones find loaded.
      if (turn < 0) continue;
      measured.routedMs.push(routed);
      measured.unroutedMs.push(unrouted);
    }
    const path = readFileSync(join(sampleFolder().uri.fsPath, "figures-path"), "utf8");
    writeFileSync(path, JSON.stringify(measured));
  });
});

async function timeOf(environment: Record<string, string>, expected: string): Promise<number> {
  const startedAt = Date.now();
  const seen = await launch({ env: environment });
  assert.equal(seen.value, expected);
  return seen.readAt - startedAt;
}
