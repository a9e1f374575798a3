import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { root } from "./sourceFiles";

/** The sample that F5 opens, in a folder that may be changed and thrown away; its server finds its SDK. */
export function copySampleWorkspace(folder: string): void {
  cpSync(join(root, "test", "fixtures", "sample-workspace"), folder, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}
