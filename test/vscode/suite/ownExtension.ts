import assert from "node:assert/strict";
import * as vscode from "vscode";

export function ownExtension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension("secret-router.secret-router");
  assert.ok(found !== undefined);
  return found;
}
