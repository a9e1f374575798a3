import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { until } from "../../../support/until";
import { newOutputPath, readSeen, type Seen, sampleFolder, start } from "../launch";
import { env } from "../values";

/** Starts the two launches of a compound as F5 does, and gives what their programs saw, after the debugger's end. */
export async function launchCompound(): Promise<readonly Seen[]> {
  const outs = [newOutputPath(), newOutputPath()] as const;
  const file = join(sampleFolder().uri.fsPath, ".vscode", "launch.json");
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, JSON.stringify(compoundOf(outs)));
  // Another one may be in force, with paths of its own.
  await until(() => JSON.stringify(vscode.workspace.getConfiguration("launch")).includes(outs[1]), {
    what: "the editor to read launch.json",
  });
  const ended: string[] = [];
  const listener = vscode.debug.onDidTerminateDebugSession(({ name, parentSession }) => {
    if (parentSession === undefined) ended.push(name);
  });
  try {
    await start("both");
    const seen = await Promise.all(outs.map(readSeen));
    await until(() => ended.includes("first") && ended.includes("second"), {
      what: "the debugger to end",
      timeoutMs: 20_000,
    });
    return seen;
  } finally {
    listener.dispose();
  }
}

function compoundOf(outs: readonly [string, string]): unknown {
  const one = { type: "node", request: "launch", program: "${workspaceFolder}/print.js" };
  return {
    version: "0.2.0",
    configurations: [
      { ...one, name: "first", env: { ...env, OUT: outs[0] } },
      { ...one, name: "second", env: { ...env, OUT: outs[1] } },
    ],
    compounds: [{ name: "both", configurations: ["first", "second"] }],
  };
}
