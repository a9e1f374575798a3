import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { configurationPath, configure } from "../configure";
import { launch, type Seen, sampleFolder } from "../launch";
import { env, fromEnvironment, fromVault } from "../values";
import { launchCompound } from "./compound";

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
const launched = (configuration: Readonly<Record<string, unknown>>) => async (): Promise<readonly Seen[]> => [
  await launch({ env, ...configuration }),
];
const environmentFile = "modes.env";
const shapes = [
  { shape: "the type node", start: launched({}), rows: table },
  { shape: "the type pwa-node", start: launched({ type: "pwa-node" }), rows: some },
  {
    shape: "the type node-terminal",
    start: launched({ type: "node-terminal", command: "node print.js" }),
    rows: some,
  },
  {
    shape: "an npm script",
    start: launched({ runtimeExecutable: "npm", runtimeArgs: ["run-script", "print"] }),
    rows: some,
  },
  {
    shape: "an envFile",
    start: launched({ env: {}, envFile: `\${workspaceFolder}/${environmentFile}` }),
    rows: some,
  },
  { shape: "runtimeArgs", start: launched({ runtimeArgs: ["--no-warnings"] }), rows: some },
  { shape: "the integrated terminal", start: launched({ console: "integratedTerminal" }), rows: some },
  { shape: "a compound", start: launchCompound, rows: some },
];

describe("a debug launch reads what its mode promises:", () => {
  const original = readFileSync(configurationPath(), "utf8");
  before(async () => {
    const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(sampleFolder().uri.fsPath, environmentFile), lines.join(""));
    await vscode.commands.executeCommand("secretRouter.routeWorkspace");
  });
  after(() => configure(original));

  for (const { shape, start, rows } of shapes) {
    for (const { mode, canary, value, extra } of rows) {
      it(`${shape} in mode ${mode} with a canary of ${canary} %`, async () => {
        const reference = "local:OPENAI_API_KEY";
        const secrets = { OPENAI_API_KEY: reference, EXTRA: reference };
        await configure(JSON.stringify({ mode, canary_percent: canary, secrets }));
        for (const seen of await start()) {
          assert.deepEqual([seen.value, seen.extra], [value, extra]);
          // A session in every mode, or a program in mode `off` could not follow a switch.
          assert.notEqual(seen.handle, null);
        }
      });
    }
  }
});
