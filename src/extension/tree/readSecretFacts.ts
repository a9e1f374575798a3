import type { NameStatus } from "../../broker/sessionStatus";
import { isRoutedName } from "../../contract/secretNames";
import { nameRulesOf, referenceOf } from "../../core/launchScope";
import { printReference } from "../../core/reference";
import type { Project } from "../window/readProject";
import type { RunningSession, TreeSources } from "./readTreeFacts";
import type { ProgramFacts, SecretFacts } from "./treeFacts";

/** What one session tells of a name, with those of its programs that have read it. */
interface Told {
  readonly status: NameStatus;
  readonly readers: readonly ProgramFacts[];
}

/** The secrets that a project's configuration names, that its programs have read, and that the store holds for them. */
export function readSecretFacts(
  project: Project,
  running: readonly RunningSession[],
  sources: TreeSources,
): readonly SecretFacts[] {
  const { configuration } = project;
  const told = toldByName(running);
  const rules = nameRulesOf(configuration, undefined);
  const stored = configuration.provider === "local" ? [...sources.stored.current] : [];
  const names = new Set([
    ...configuration.secrets.keys(),
    ...stored.filter((name) => isRoutedName(name, rules)),
    ...told.keys(),
  ]);
  return [...names].sort().map((name) => secretOf(name, project, told.get(name) ?? [], sources));
}

function secretOf(
  name: string,
  project: Project,
  told: readonly Told[],
  { environment, stored, projects }: TreeSources,
): SecretFacts {
  const { configuration, folder } = project;
  const statuses = told.map(({ status }) => status);
  const newest = statuses.toSorted((a, b) => (b.fetchedAt ?? 0) - (a.fetchedAt ?? 0))[0];
  const sum = (source: "vault" | "env" | "none"): number =>
    statuses.reduce((total, { hits }) => total + hits[source], 0);
  const lastReads = statuses.flatMap(({ lastReadAt }) => (lastReadAt === null ? [] : [lastReadAt]));
  const reference = referenceOf(name, configuration, project.name);
  return {
    name,
    folder: folder.uri.fsPath,
    place: projects.all.length > 1 ? folder.name : undefined,
    mode: configuration.mode,
    canary: configuration.canaryPercent,
    reference: printReference(reference),
    isMapped: configuration.secrets.has(name),
    isStored: reference.provider === "local" ? stored.current.has(reference.path) : undefined,
    // A program that compared the two had a copy, wherever it came from.
    inEnvironment:
      environment[name] !== undefined ||
      statuses.some(({ comparison }) => comparison === "match" || comparison === "mismatch"),
    state: newest?.state,
    comparison: statuses.find(({ comparison }) => comparison !== null)?.comparison ?? null,
    version: newest?.version ?? null,
    isStale: newest?.stale ?? false,
    isWritten: statuses.some(({ written }) => written),
    fromVault: sum("vault"),
    fromEnvironment: sum("env"),
    fromNowhere: sum("none"),
    lastReadAt: lastReads.length === 0 ? null : Math.max(...lastReads),
    error: newest?.error ?? null,
    // An id that the system has given away anew stands for its newest process.
    readers: [...new Map(told.flatMap(({ readers }) => readers).map((each) => [each.pid, each])).values()],
  };
}

/** In one pass: many sessions that know many names must not be searched once for each name. */
function toldByName(running: readonly RunningSession[]): ReadonlyMap<string, readonly Told[]> {
  const told = new Map<string, Told[]>();
  for (const { status: session, programs } of running) {
    const byPid = new Map(programs.map((program) => [program.pid, program]));
    for (const status of session.names) {
      if (status.provider === null) continue;
      const readers = status.readers.flatMap((pid) => byPid.get(pid) ?? []);
      const sofar = told.get(status.name);
      if (sofar === undefined) told.set(status.name, [{ status, readers }]);
      else sofar.push({ status, readers });
    }
  }
  return told;
}
