import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHandle } from "../../../../src/contract/handle";
import { configurationPath, configure } from "../configure";
import { launch, sampleFolder } from "../launch";
import { env, fromEnvironment, fromVault } from "../values";

describe("the console of a launch", () => {
  it("may be the editor's own, which types nothing", async () => {
    const seen = await launch({ env, console: "internalConsole" });
    assert.equal(seen.value, fromVault);
    assert.notEqual(parseHandle(seen.handle ?? "")?.keyHex, null);
  });

  it("may be an external terminal, which is shown no key and no value", async () => {
    const seen = await launch({ env, console: "externalTerminal" });
    assert.equal(seen.value, fromVault);
    assert.equal(parseHandle(seen.handle ?? "")?.keyHex, null);
    const shown = readFileSync(join(sampleFolder().uri.fsPath, "..", "bin", "terminal-arguments"), "utf8");
    assert.match(shown, /^-e\nbash\n-c\n/);
    assert.doesNotMatch(shown, new RegExp(`${fromVault}|VSCODE_SECRET_ROUTER`));
  });

  it("may be an external terminal in shadow mode, which serves the environment", async () => {
    const original = readFileSync(configurationPath(), "utf8");
    await configure(original.replace('"vault"', '"shadow"'));
    try {
      const seen = await launch({ env, console: "externalTerminal" });
      assert.equal(seen.value, fromEnvironment);
      assert.notEqual(seen.handle, null);
    } finally {
      await configure(original);
    }
  });
});
