import { basename, dirname, join } from "node:path";
import type { ProcessStatus, SessionStatus } from "../../broker/sessionStatus";
import type { Configuration } from "../../core/configuration";
import { isProcessAlive } from "../../platform/processes";
import type { DetectedServer } from "../mcp/detectedServers";
import { serverState } from "../mcp/serverState";
import { modeWords } from "../modeWords";
import type { RoutedSession } from "../sessions/sessions";
import type { RouterWindow } from "../window/routerWindow";
import { readSecretFacts } from "./readSecretFacts";
import { serverRun } from "./serverRun";
import { serverSecrets } from "./serverSecrets";
import { storeProblem } from "./storeProblem";
import type { ProgramFacts, ServerFacts, SessionFacts, TreeFacts } from "./treeFacts";

export interface TreeSources {
  readonly environment: RouterWindow["environment"];
  readonly control: Pick<RouterWindow["control"], "current">;
  readonly projects: Pick<RouterWindow["projects"], "all" | "of">;
  readonly sessions: Pick<RouterWindow["sessions"], "routed" | "unrouted">;
  readonly stored: Pick<RouterWindow["stored"], "current" | "problem">;
  readonly detected: Pick<RouterWindow["detected"], "all">;
  readonly envFiles: Pick<RouterWindow["envFiles"], "namesIn">;
  readonly vaults: Pick<RouterWindow["vaults"], "all">;
  readonly servers: Pick<RouterWindow["servers"], "isRouted">;
}

/** A session with its status, which costs the broker some work and is asked for once a look. */
export interface RunningSession {
  readonly session: RoutedSession;
  readonly status: SessionStatus;
  readonly programs: readonly ProgramFacts[];
}

/** Collects what is true now. */
export function readTreeFacts(sources: TreeSources, editorStartsServers: boolean): TreeFacts {
  const { control, sessions, projects, stored, detected, vaults } = sources;
  const running = sessions.routed.map((session): RunningSession => {
    const status = session.broker.status();
    return { session, status, programs: status.processes.map(programOf) };
  });
  return {
    nowMs: Date.now(),
    killed: control.current.killed !== null,
    environments: projects.all
      .filter(({ overlays }) => overlays.size > 0)
      .map(({ folder, environment }) => ({
        folder: folder.uri.toString(),
        folderName: projects.all.length > 1 ? folder.name : undefined,
        environment,
      })),
    vaults: vaults.all,
    store: projects.all.some(({ configuration }) => needsStore(configuration))
      ? storeProblem(stored.problem)
      : undefined,
    servers: detected.all.map((server) => serverOf(server, running, sources, editorStartsServers)),
    secrets: projects.all.flatMap((project) =>
      readSecretFacts(
        project,
        running.filter(({ session }) => session.project.folder.uri.fsPath === project.folder.uri.fsPath),
        sources,
      ),
    ),
    sessions: running.map(sessionOf),
    unrouted: sessions.unrouted,
  };
}

/** Whether the embedded store is asked for anything in a project. */
function needsStore({ provider, secrets }: Configuration): boolean {
  return provider === "local" || [...secrets.values()].some((reference) => reference.provider === "local");
}

function programOf({ pid, program, endedAt }: ProcessStatus): ProgramFacts {
  return {
    pid,
    program: program === null ? "a program" : basename(program),
    runs: endedAt === null && isProcessAlive(pid),
  };
}

function sessionOf({ session, status, programs }: RunningSession): SessionFacts {
  const { id, kind, label, project } = session;
  const { mode, canary, killed, hits, errors, injected } = status;
  return {
    id,
    kind,
    label,
    mode: modeWords(mode, canary),
    configuredMode: modeWords(project.configuration.mode, project.configuration.canaryPercent),
    killed: killed?.reason ?? null,
    fromVault: hits.vault,
    fromEnvironment: hits.env,
    errors: errors.recent,
    errorCodes: errors.byCode,
    injected,
    programs,
  };
}

function serverOf(
  detected: DetectedServer,
  running: readonly RunningSession[],
  { projects, servers, control }: TreeSources,
  editorStartsServers: boolean,
): ServerFacts {
  const { key, server, path, line, folder } = detected;
  const project = projects.of(folder);
  const own = running.filter(({ session }) => session.serverKey === key);
  const run = serverRun(own, control.current.killed !== null);
  return {
    key,
    name: server.name,
    place: join(basename(dirname(path)), basename(path)),
    path,
    line,
    secrets: project === undefined ? [] : serverSecrets(detected, project.configuration),
    state: serverState(detected, { editorStartsServers, isRouted: servers.isRouted(key), run }),
  };
}
