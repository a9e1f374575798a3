import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Directories } from "../../platform/directories";
import { privateDirectoryProblem } from "../../platform/privateDirectory";
import { type Finding, ok, problem } from "./finding";

const area = "folders";

/** Whether the user's own folders, and the files in them, are the user's alone. */
export function checkFolders(directories: Directories): readonly Finding[] {
  const { config, data, state } = directories;
  const folders = [config, data, state].filter(exists);
  const files = [
    join(config, "identity.age"),
    join(config, "vaults.json"),
    join(data, "store.age"),
    join(state, "audit.jsonl"),
    join(state, "control.json"),
  ].filter(exists);
  const problems = [...folders.flatMap(folderProblem), ...files.flatMap(fileProblem)];
  if (problems.length > 0) return problems;
  if (folders.length === 0) return [ok(area, `Not created yet; the first secret creates ${data}.`)];
  return [ok(area, `${folders.join(", ")} are yours alone.`)];
}

function folderProblem(path: string): readonly Finding[] {
  const what = privateDirectoryProblem(path);
  return what === undefined
    ? []
    : [problem(area, `The folder ${path} ${what}.`, `Make it yours alone: chmod 700 "${path}"`)];
}

function fileProblem(path: string): readonly Finding[] {
  const stats = lstatSync(path);
  const fix = `Make it a plain file of your own: chmod 600 "${path}"`;
  if (!stats.isFile()) return [problem(area, `${path} is not a plain file.`, fix)];
  if (process.getuid === undefined) return [];
  if (stats.uid !== process.getuid()) return [problem(area, `${path} belongs to another user.`, fix)];
  if ((stats.mode & 0o077) !== 0)
    return [problem(area, `${path} can be read or changed by other users.`, fix)];
  return [];
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
