import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { directoriesOf } from "../../../../src/platform/directories";
import { until } from "../../../support/until";
import { newOutputPath } from "../launch";
import { openTerminal } from "../terminal";
import { routeTerminals } from "./routeTerminals";

const { data } = directoriesOf(process.env);
const preloader = join(data, "preload", "preload.cjs");
const extension = vscode.extensions.getExtension("secret-router.secret-router")?.extensionPath ?? "";

// The line of what it was given, then those of node and npm, and not a word besides.
const works = new RegExp(`^ --require "${preloader}" \\n1\\n\\d+\\.\\d+\\.\\d+\\n$`);

describe("a terminal that was given what routes it starts node and npm", () => {
  let terminal: vscode.Terminal | undefined;
  let place = "";

  before(async () => {
    place = await routeTerminals();
    terminal = openTerminal();
    assert.match(await tryOut(terminal), works);
  });
  after(() => terminal?.dispose());

  it("when the extension's own folder is gone", async () => {
    await withoutExtension(async () => assert.match(await tryOut(terminal), works));
  });

  it("when the preloader's copy was taken away and the next terminal has brought it back", async () => {
    rmSync(preloader);
    assert.match(await tryOut(terminal), /Cannot find module/);
    const next = openTerminal();
    try {
      await until(() => existsSync(preloader), { what: "the preloader's copy" });
      assert.match(await tryOut(terminal), works);
    } finally {
      next.dispose();
    }
  });

  it("when its session's folder is gone, and the extension's as well", async () => {
    await vscode.commands.executeCommand("secretRouter.stopRouting");
    await until(() => !existsSync(place), { what: "the session's folder to go" });
    assert.match(await tryOut(terminal), works);
    await withoutExtension(async () => assert.match(await tryOut(terminal), works));
  });
});

/** What a terminal prints of its own `NODE_OPTIONS`, and node and npm in it. */
async function tryOut(terminal: vscode.Terminal | undefined): Promise<string> {
  const out = newOutputPath();
  const commands = `echo "$NODE_OPTIONS"; node -p 1; npm --version`;
  terminal?.sendText(`{ ${commands}; } >"${out}.new" 2>&1; mv "${out}.new" "${out}"`);
  await until(() => existsSync(out), { what: "node and npm in the terminal", timeoutMs: 25_000 });
  return readFileSync(out, "utf8");
}

/** As after an uninstallation, for as long as the work takes. */
async function withoutExtension(work: () => Promise<void>): Promise<void> {
  renameSync(extension, `${extension}-away`);
  try {
    await work();
  } finally {
    renameSync(`${extension}-away`, extension);
  }
}
