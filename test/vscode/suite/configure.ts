import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { sampleFolder } from "./launch";

/** Puts a configuration in force for the next launch, without waiting for the editor to notice the file. */
export async function configure(text: string, folder = sampleFolder()): Promise<void> {
  writeFileSync(configurationPath(folder), text);
  await vscode.commands.executeCommand("secretRouter.refresh");
}

export function configurationPath(folder = sampleFolder()): string {
  return join(folder.uri.fsPath, "secret-router.json");
}
