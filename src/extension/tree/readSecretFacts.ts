import { isRoutedName } from "../../contract/secretNames";
import type { Configuration } from "../../core/configuration";
import { nameRulesOf, referenceOf } from "../../core/launchScope";
import { printReference } from "../../core/reference";
import { modeWords } from "../modeWords";
import type { Project } from "../window/readProject";
import { knownCopies } from "./knownCopies";
import type { RunningSession, TreeSources } from "./readTreeFacts";
import { storeProblem } from "./storeProblem";
import { type ToldOfName, toldByName } from "./toldByName";
import type { CopyPlace, SecretFacts } from "./treeFacts";

/** The secrets that a project's configuration names, that its programs have read, and that the store holds for them. */
export function readSecretFacts(
  project: Project,
  running: readonly RunningSession[],
  sources: TreeSources,
): readonly SecretFacts[] {
  const { configuration } = project;
  const told = toldByName(running);
  const rules = nameRulesOf(configuration, undefined);
  const stored = configuration.provider === "local" ? [...(sources.stored.current ?? [])] : [];
  const names = new Set([
    ...configuration.secrets.keys(),
    ...stored.filter((name) => isRoutedName(name, rules)),
    ...told.keys(),
  ]);
  const copies = knownCopies(project, sources);
  return [...names].sort().map((name) => secretOf(name, project, told.get(name), copies(name), sources));
}

function secretOf(
  name: string,
  project: Project,
  told: ToldOfName | undefined,
  copies: readonly CopyPlace[],
  { stored, projects }: TreeSources,
): SecretFacts {
  const { configuration, folder } = project;
  const { newest } = told ?? {};
  const reference = referenceOf(name, configuration, project.name);
  return {
    name,
    folder: folder.uri.fsPath,
    place: projects.all.length > 1 ? folder.name : undefined,
    modes: modesOf(told, configuration),
    reference: printReference(reference),
    isMapped: configuration.secrets.has(name),
    isStored: reference.provider === "local" ? stored.current?.has(reference.path) : undefined,
    storeProblem: reference.provider === "local" ? storeProblem(stored.problem) : undefined,
    hasCopy: copies.length > 0 || told?.hasCopy === true || (told?.lacksCopy === true ? false : undefined),
    copies,
    state: newest?.state,
    comparison: told?.comparison ?? null,
    version: newest?.version ?? null,
    isStale: newest?.stale ?? false,
    isWritten: told?.isWritten ?? false,
    fromVault: told?.fromVault ?? 0,
    fromEnvironment: told?.fromEnvironment ?? 0,
    fromNowhere: told?.fromNowhere ?? 0,
    lastReadAt: told?.lastReadAt ?? null,
    error: newest?.error ?? null,
    // An id that the system has given away anew stands for its newest process.
    isKilled: told !== undefined && told.killedIn.length === told.sessions,
    killedIn: told?.killedIn ?? [],
    readers: [...new Map(told?.readers.map((reader) => [reader.pid, reader])).values()],
  };
}

function modesOf(told: ToldOfName | undefined, { mode, canaryPercent }: Configuration): readonly string[] {
  if (told === undefined || told.modes.size === 0) return [modeWords(mode, canaryPercent)];
  return [...told.modes];
}
