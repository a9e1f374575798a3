import assert from "node:assert/strict";
import * as vscode from "vscode";
import { launch } from "../launch";
import { env, fromEnvironment } from "../values";

describe("a repository", () => {
  it("cannot opt in for its user by any file of its own", async () => {
    assert.equal(vscode.workspace.getConfiguration().get("secretRouter.isRouting"), true);
    const seen = await launch({ env });
    assert.deepEqual([seen.value, seen.handle], [fromEnvironment, null]);
  });
});
