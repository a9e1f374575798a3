import { basename, dirname, isAbsolute, join, relative } from "node:path";
import type { DetectedServer } from "../mcp/detectedServers";
import { plainNames } from "../mcp/plainNames";
import type { Project } from "../window/readProject";
import type { TreeSources } from "./readTreeFacts";
import type { CopyPlace } from "./treeFacts";

type Copies = ReadonlyMap<string, readonly CopyPlace[]>;

/** Where values of a project's names lie in plain text, of what is read anyhow: no program need have run. */
export function knownCopies(
  project: Project,
  { environment, detected, envFiles, projects }: TreeSources,
): (name: string) => readonly CopyPlace[] {
  const inServers = serverCopies(project, detected.all, projects);
  const { folder, path } = project;
  const folders = new Set([folder.uri.fsPath, path === undefined ? folder.uri.fsPath : dirname(path)]);
  const inFiles = [...folders].map((each) => envFiles.namesIn(each));
  return (name) => [
    ...(environment[name] === undefined ? [] : [{ place: "the editor's own environment" }]),
    ...(inServers.get(name) ?? []),
    ...inFiles.flatMap((names) =>
      (names.get(name) ?? []).map((file) => ({ place: placeOf(file, project), file: { path: file } })),
    ),
  ];
}

// The view looks twice a second while a program runs, and what it learns here changes with the files of servers only.
const known = new WeakMap<Project, { readonly all: readonly DetectedServer[]; readonly copies: Copies }>();

function serverCopies(
  project: Project,
  all: readonly DetectedServer[],
  projects: TreeSources["projects"],
): Copies {
  const before = known.get(project);
  if (before?.all === all) return before.copies;
  const copies = new Map<string, CopyPlace[]>();
  for (const server of all) {
    if (projects.of(server.folder) === project) addServer(copies, server, project);
  }
  known.set(project, { all, copies });
  return copies;
}

/** A file is named once, by the first of its servers that holds the value. */
function addServer(copies: Map<string, CopyPlace[]>, detected: DetectedServer, project: Project): void {
  const { path, line } = detected;
  for (const name of plainNames(detected)) {
    const places = copies.get(name) ?? [];
    if (places.some(({ file }) => file?.path === path)) continue;
    const file = { path, ...(line === undefined ? {} : { line }) };
    copies.set(name, [...places, { place: placeOf(path, project), file }]);
  }
}

/** As it is seen from the project's folder; one that lies elsewhere with its own folder. */
function placeOf(path: string, { folder }: Project): string {
  const own = relative(folder.uri.fsPath, path);
  return own.startsWith("..") || isAbsolute(own) ? join(basename(dirname(path)), basename(path)) : own;
}
