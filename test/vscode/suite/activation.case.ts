import assert from "node:assert/strict";
import * as vscode from "vscode";

const extension = vscode.extensions.getExtension("secret-router.secret-router");

describe("activation", () => {
  it("happens by itself in a folder with a Node project", () => {
    assert.equal(extension?.isActive, true);
  });
});
