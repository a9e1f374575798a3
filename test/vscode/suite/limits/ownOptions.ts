import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { launch, sampleFolder } from "../launch";
import { env, fromVault } from "../values";

const shapes = {
  "in the integrated terminal": { console: "integratedTerminal" },
  "in an external terminal": { console: "externalTerminal" },
  "in a JavaScript debug terminal": { type: "node-terminal", command: "node print.js" },
  "by an npm script": { runtimeExecutable: "npm", runtimeArgs: ["run-script", "print"] },
};

describe("what the user gives Node himself is kept", () => {
  const own = join(sampleFolder().uri.fsPath, "with a blank", "first.js");
  const readFirst = `first read: ${fromVault}`;

  before(() => {
    mkdirSync(dirname(own), { recursive: true });
    writeFileSync(own, "process.env.EXTRA = `first read: ${process.env.OPENAI_API_KEY}`;");
  });

  for (const [where, shape] of Object.entries(shapes)) {
    it(`in NODE_OPTIONS of env, ${where}`, async () => {
      const options = { NODE_OPTIONS: `--require "${own}" --max-http-header-size=20001` };
      const seen = await launch({ env: { ...env, ...options }, ...shape });
      assert.deepEqual([seen.value, seen.extra, seen.maxHeaderSize], [fromVault, readFirst, 20_001]);
    });

    it(`in NODE_OPTIONS of envFile, ${where}`, async () => {
      const seen = await launch({ envFile: "${workspaceFolder}/launch.env", ...shape });
      assert.deepEqual([seen.value, seen.extra, seen.maxHeaderSize], [fromVault, "from the file", 20_002]);
    });
  }

  it("in runtimeArgs, whose files are served as well", async () => {
    const runtimeArgs = ["--require", own, "--max-http-header-size=20006"];
    const seen = await launch({ env, runtimeArgs });
    assert.deepEqual([seen.value, seen.extra, seen.maxHeaderSize], [fromVault, readFirst, 20_006]);
    assert.deepEqual(seen.execArgv, runtimeArgs);
  });
});
