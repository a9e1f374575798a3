import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { configurationPath, configure } from "../configure";
import { launch } from "../launch";
import { env, fromEnvironment, fromVault } from "../values";

interface Promised {
  readonly mode: string;
  readonly canary: number;
  /** Of a secret that environment and vault hold. */
  readonly value: string;
  /** Of one that only the vault holds. */
  readonly extra: string | null;
}

const table: readonly Promised[] = [
  { mode: "off", canary: 100, value: fromEnvironment, extra: null },
  { mode: "shadow", canary: 100, value: fromEnvironment, extra: null },
  { mode: "dual", canary: 0, value: fromEnvironment, extra: null },
  { mode: "dual", canary: 100, value: fromVault, extra: fromVault },
  { mode: "vault", canary: 0, value: fromVault, extra: fromVault },
];
const shapes = {
  "the type node": {},
  "the type node-terminal": { type: "node-terminal", command: "node print.js" },
  "an npm script": { runtimeExecutable: "npm", runtimeArgs: ["run-script", "print"] },
};

describe("a debug launch reads what its mode promises:", () => {
  const original = readFileSync(configurationPath(), "utf8");
  before(() => vscode.commands.executeCommand("secretRouter.routeWorkspace"));
  after(() => configure(original));

  for (const [shape, configuration] of Object.entries(shapes)) {
    for (const { mode, canary, value, extra } of table) {
      it(`${shape} in mode ${mode} with a canary of ${canary} %`, async () => {
        const reference = "local:OPENAI_API_KEY";
        const secrets = { OPENAI_API_KEY: reference, EXTRA: reference };
        await configure(JSON.stringify({ mode, canary_percent: canary, secrets }));
        const seen = await launch({ env, ...configuration });
        assert.deepEqual([seen.value, seen.extra], [value, extra]);
        // A session in every mode, or a program in mode `off` could not follow a switch.
        assert.notEqual(seen.handle, null);
      });
    }
  }
});
