import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import type { Editor } from "./editors";
import { packageExtension } from "./stageExtension";
import { editorDirectories } from "./startEditor";

/** Makes the package and installs it as its user would: by the editor's own command line. Gives what that printed. */
export function installPackage(editor: Editor, directory: string): string {
  const { home, data, extensions } = editorDirectories(directory);
  for (const path of [home, data, extensions]) mkdirSync(path, { recursive: true });
  const vsix = packageExtension(`${directory}/package`);
  const options = ["--install-extension", vsix, "--server-data-dir", data, "--extensions-dir", extensions];
  return execFileSync(String(editor.node.path), [String(editor.server.path), ...options], {
    encoding: "utf8",
    env: { HOME: home, PATH: process.env["PATH"] ?? "" },
    timeout: 60_000,
  });
}
