import { basename, dirname, join } from "node:path";
import type { NameStatus } from "../../broker/sessionStatus";
import { referenceOf } from "../../core/launchScope";
import { printReference } from "../../core/reference";
import { isProcessAlive } from "../../platform/processes";
import type { DetectedServer } from "../mcp/detectedServers";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import type { SecretFacts, TreeFacts } from "./treeFacts";

/** Collects what is true now. */
export function readTreeFacts(window: RouterWindow, detected: readonly DetectedServer[]): TreeFacts {
  const { control, sessions, projects, vaults } = window;
  const running = sessions.routed.map((session) => ({ session, status: session.broker.status() }));
  return {
    nowMs: Date.now(),
    killed: control.current.killed !== null,
    vaults: vaults.all,
    servers: detected.map(({ key, server, path }) => ({
      key,
      name: server.name,
      place: join(basename(dirname(path)), basename(path)),
      path,
      isRemote: server.kind === "remote",
      isRunning: running.some(
        ({ session, status }) =>
          session.kind === "mcp" &&
          session.label === server.name &&
          status.processes.some(({ pid, endedAt }) => endedAt === null && isProcessAlive(pid)),
      ),
    })),
    secrets: projects.all.flatMap((project) =>
      secretsOf(
        project,
        running
          .filter(({ session }) => session.project.folder.uri.fsPath === project.folder.uri.fsPath)
          .flatMap(({ status }) => status.names),
        window,
      ),
    ),
    sessions: running.map(({ session, status }) => ({
      id: session.id,
      kind: session.kind,
      label: session.label,
      mode: status.mode,
      canary: status.canary,
      killed: status.killed !== null,
      fromVault: status.hits.vault,
      fromEnvironment: status.hits.env,
      errors: status.errors.recent,
      programs: status.processes.map(({ pid, program, endedAt }) => ({
        pid,
        program: program === null ? "a program" : basename(program),
        runs: endedAt === null && isProcessAlive(pid),
      })),
    })),
    unrouted: sessions.unrouted,
  };
}

/** Those that the configuration names, those that programs have read, and those that the store holds for them. */
function secretsOf(
  project: Project,
  statuses: readonly NameStatus[],
  { environment, stored }: RouterWindow,
): readonly SecretFacts[] {
  const names = new Set([
    ...project.configuration.secrets.keys(),
    ...(project.configuration.provider === "local" ? stored.current : []),
    ...statuses.filter(({ provider }) => provider !== null).map(({ name }) => name),
  ]);
  return [...names].sort().map((name) => {
    const known = statuses.filter((status) => status.name === name);
    const newest = known.toSorted((a, b) => (b.fetchedAt ?? 0) - (a.fetchedAt ?? 0))[0];
    const sum = (source: "vault" | "env"): number =>
      known.reduce((total, { hits }) => total + hits[source], 0);
    const lastReads = known.flatMap(({ lastReadAt }) => (lastReadAt === null ? [] : [lastReadAt]));
    const reference = referenceOf(name, project.configuration, project.name);
    return {
      name,
      reference: printReference(reference),
      isStored: reference.provider === "local" ? stored.current.has(reference.path) : undefined,
      configurationPath: project.path,
      // A program that compared the two had a copy, wherever it came from.
      inEnvironment:
        environment[name] !== undefined ||
        known.some(({ comparison }) => comparison === "match" || comparison === "mismatch"),
      state: newest?.state,
      comparison: known.find(({ comparison }) => comparison !== null)?.comparison ?? null,
      version: newest?.version ?? null,
      isStale: newest?.stale ?? false,
      fromVault: sum("vault"),
      fromEnvironment: sum("env"),
      lastReadAt: lastReads.length === 0 ? null : Math.max(...lastReads),
      error: newest?.error ?? null,
    };
  });
}
