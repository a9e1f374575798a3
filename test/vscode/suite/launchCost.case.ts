import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { LaunchCost, LaunchKind } from "../../bench/launchCosts";
import { hookMs } from "./hookMs";
import { sampleFolder } from "./launch";
import { env, fromEnvironment, fromVault } from "./values";

const launches = 9;

// Started by `npm run bench`, not by the tests.
describe("a launch", () => {
  it("is measured, routed and unrouted in turns", async function () {
    this.timeout(180_000);
    await vscode.commands.executeCommand("secretRouter.routeWorkspace");
    const path = join(sampleFolder().uri.fsPath, "..", "bench.json");
    const { figures, first } = JSON.parse(readFileSync(path, "utf8")) as {
      readonly figures: string;
      readonly first: LaunchKind;
    };
    const turn: readonly LaunchKind[] = first === "routed" ? ["routed", "unrouted"] : ["unrouted", "routed"];
    const costs: Record<LaunchKind, LaunchCost[]> = { routed: [], unrouted: [] };
    for (let each = 0; each < launches; each++) {
      for (const kind of turn) costs[kind].push(await costOf(kind));
    }
    writeFileSync(figures, JSON.stringify(costs));
  });
});

async function costOf(kind: LaunchKind): Promise<LaunchCost> {
  const folder = vscode.workspace.workspaceFolders?.find(({ name }) => name === kind);
  assert.ok(folder !== undefined);
  const startedAt = Date.now();
  const { ms, seen } = await hookMs({ env }, folder);
  assert.equal(seen.value, kind === "routed" ? fromVault : fromEnvironment);
  return { wallMs: seen.readAt - startedAt, hookMs: ms };
}
