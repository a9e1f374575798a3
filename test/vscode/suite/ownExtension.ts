import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";

export function ownExtension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension("secret-router.secret-router");
  assert.ok(found !== undefined);
  return found;
}

/** The very module that the editor has activated. */
export function ownModule(): { deactivate(): Promise<void> } {
  const path = join(ownExtension().extensionPath, "dist", "extension.js");
  const require = createRequire(path);
  assert.ok(require.cache[path] !== undefined, "the editor has loaded this module");
  return require(path);
}
