import { counted } from "../../core/text/counted";
import { modeWords } from "../modeWords";
import type { RouterWindow } from "../window/routerWindow";
import { differingNames, type Running } from "./differingNames";
import type { KilledSession, StatusBarFacts, SwitchedSession } from "./statusBarState";

export interface StatusBarSources {
  readonly optIn: Pick<RouterWindow["optIn"], "isGiven">;
  readonly projects: Pick<RouterWindow["projects"], "all" | "of">;
  readonly control: Pick<RouterWindow["control"], "current">;
  readonly sessions: Pick<RouterWindow["sessions"], "routed" | "unrouted">;
  readonly vaults: Pick<RouterWindow["vaults"], "all">;
}

/** Collects what is true now. */
export function readStatusBarFacts(sources: StatusBarSources): StatusBarFacts {
  const { optIn, projects, control, sessions, vaults } = sources;
  const project = projects.of(undefined);
  const running = sessions.routed.map((session) => ({ session, status: session.broker.status() }));
  const sum = (source: "vault" | "env"): number =>
    running.reduce((total, { status }) => total + status.hits[source], 0);
  // The user's switch reaches sessions even where its state could not be written.
  const byUser = running.find(({ status }) => status.killed?.by === "user")?.status.killed;
  const killed = control.current.killed?.reason ?? byUser?.reason ?? null;
  return {
    isRouting: optIn.isGiven,
    mode: project?.configuration.mode ?? "shadow",
    canaryPercent: project?.configuration.canaryPercent ?? 0,
    environment: project?.environment,
    isVaultLoggedOut: vaults.all.some(({ standing }) => standing === "notLoggedIn"),
    isVaultUnreachable: vaults.all.some(({ standing }) => standing === "unreachable"),
    killed,
    killedSessions: killed === null ? running.flatMap(killedSession) : [],
    switchedSessions: running.flatMap(switchedSession),
    warnings: [
      ...projects.all.flatMap(({ problem }) => (problem === undefined ? [] : [problem.message])),
      ...vaults.all
        .filter(({ standing }) => standing === "notLoggedIn" || standing === "unreachable")
        .map(({ sentence }) => sentence),
      ...sessions.unrouted
        .filter(({ isFailure }) => isFailure)
        .map(({ label, why }) => `${label} is not routed. ${why}`),
      ...running
        .filter(({ status }) => status.errors.recent > 0 && status.killed === null)
        .map(
          ({ session, status }) =>
            `${session.label}: ${counted(status.errors.recent, "error")} within a minute.`,
        ),
      ...differingNames(running),
    ],
    sessions: running.length,
    servedByVault: sum("vault"),
    servedByEnvironment: sum("env"),
  };
}

function killedSession({ session: { label }, status: { killed } }: Running): readonly KilledSession[] {
  return killed === null ? [] : [{ label, reason: killed.reason }];
}

/** By `secret-router mode` of another folder, say, which reaches every session and no file but its own. */
function switchedSession({ session, status }: Running): readonly SwitchedSession[] {
  const { label, project } = session;
  const mode = modeWords(status.mode, status.canary);
  const configuredMode = modeWords(project.configuration.mode, project.configuration.canaryPercent);
  return status.killed !== null || mode === configuredMode ? [] : [{ label, mode, configuredMode }];
}
