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
// How the mode reaches the program differs where a terminal or another program is in between, what it means does not.
const some = table.filter(({ mode, canary }) => mode === "shadow" || (mode === "dual" && canary === 100));
const shapes = [
  { shape: "the type node", configuration: {}, rows: table },
  {
    shape: "the type node-terminal",
    configuration: { type: "node-terminal", command: "node print.js" },
    rows: some,
  },
  {
    shape: "an npm script",
    configuration: { runtimeExecutable: "npm", runtimeArgs: ["run-script", "print"] },
    rows: some,
  },
];

describe("a debug launch reads what its mode promises:", () => {
  const original = readFileSync(configurationPath(), "utf8");
  before(() => vscode.commands.executeCommand("secretRouter.routeWorkspace"));
  after(() => configure(original));

  for (const { shape, configuration, rows } of shapes) {
    for (const { mode, canary, value, extra } of rows) {
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
