import type { Mode } from "../../contract/mode";
import { counted } from "../../core/text/counted";
import type { CommandId } from "../contributions";
import { modeWords } from "../modeWords";

export interface StatusBarFacts {
  readonly isRouting: boolean;
  /** Of the configuration, as the canary. */
  readonly mode: Mode;
  readonly canaryPercent: number;
  /** Of the configuration, where one is chosen. */
  readonly environment: string | undefined;
  readonly isVaultLoggedOut: boolean;
  readonly isVaultUnreachable: boolean;
  /** Why the kill switch is thrown, or null. */
  readonly killed: string | null;
  /** The sessions that their own errors have killed while it is not. */
  readonly killedSessions: readonly KilledSession[];
  /** The sessions that run in another mode than their configuration says. */
  readonly switchedSessions: readonly SwitchedSession[];
  /** What the user should know, one sentence each. */
  readonly warnings: readonly string[];
  readonly sessions: number;
  readonly servedByVault: number;
  readonly servedByEnvironment: number;
}

export interface KilledSession {
  readonly label: string;
  readonly reason: string;
}

export interface SwitchedSession {
  readonly label: string;
  readonly mode: string;
  readonly configuredMode: string;
}

/** All that the item shows, so that it is computed in one place and applied in another. */
export interface StatusBarState {
  readonly text: string;
  readonly accessibleName: string;
  readonly tooltip: string;
  readonly command: CommandId;
  readonly background: "error" | "warning" | undefined;
}

export function statusBarState(facts: StatusBarFacts): StatusBarState {
  if (facts.killed !== null) return killedState(facts, facts.killed);
  if (!facts.isRouting) return idleState();
  const mode = modeWords(facts.mode, facts.canaryPercent);
  const kills = facts.killedSessions.length;
  const said = [
    mode,
    ...(kills === 0 ? [] : [`${counted(kills, "session")} killed by errors`]),
    ...otherModes(facts.switchedSessions),
  ].join(", ");
  const hasWarning = facts.warnings.length > 0 || kills > 0;
  return {
    text: `$(${hasWarning ? "warning" : "shield"}) Secrets: ${said}`,
    accessibleName: `Secret Router, mode ${said}${hasWarning ? ", with a warning" : ""}. Press to throw the kill switch.`,
    tooltip: report(facts, [
      `**Secret Router: ${mode}**`,
      modeSentence(facts),
      ...(facts.environment === undefined ? [] : [`Environment: **${plain(facts.environment)}**`]),
      "Click to throw the kill switch: every program gets its plain environment back.",
    ]),
    command: "secretRouter.kill",
    background: hasWarning ? "warning" : undefined,
  };
}

function otherModes(switched: readonly SwitchedSession[]): readonly string[] {
  if (switched.length === 0) return [];
  const [mode, ...others] = new Set(switched.map((session) => session.mode));
  return [
    `${counted(switched.length, "session")} in ${others.length === 0 ? `mode ${mode}` : "other modes"}`,
  ];
}

function killedState(facts: StatusBarFacts, reason: string): StatusBarState {
  return {
    text: "$(circle-slash) SECRETS KILLED",
    accessibleName: "Secret Router, the kill switch is thrown. Press to lift it.",
    tooltip: report(facts, [
      "**The kill switch is thrown**",
      `Every program gets its plain environment. Reason: ${plain(reason)}.`,
      "Click to lift it.",
    ]),
    command: "secretRouter.resume",
    background: "error",
  };
}

function idleState(): StatusBarState {
  return {
    text: "$(shield) Secrets: not routed",
    accessibleName: "Secret Router, this workspace is not routed. Press to route it.",
    tooltip:
      "**Secret Router**\n\nNothing is routed in this workspace. Click to begin, in shadow mode unless secret-router.json says otherwise.",
    command: "secretRouter.routeWorkspace",
    background: undefined,
  };
}

function report(facts: StatusBarFacts, head: readonly string[]): string {
  const { sessions, servedByVault, servedByEnvironment } = facts;
  const reads = `${servedByVault} reads from the vault, ${servedByEnvironment} from the environment`;
  const running =
    sessions === 0 ? "No session runs in this window." : `${counted(sessions, "session")}: ${reads}.`;
  const links: readonly (readonly [string, CommandId])[] = [
    ...(facts.killedSessions.length > 0 ? [liftLink] : []),
    ...(facts.isVaultLoggedOut ? [connectLink] : []),
    ...(facts.isVaultUnreachable ? [tryAgainLink] : []),
    ["Switch mode", "secretRouter.switchMode"],
    ["Set canary", "secretRouter.setCanary"],
    ["Show report", "secretRouter.showResolution"],
    ["Show log", "secretRouter.showLog"],
  ];
  return [
    ...head,
    running,
    ...facts.killedSessions.map(
      ({ label, reason }) =>
        `$(circle-slash) ${plain(`${label} is killed and gets its plain environment. Reason: ${reason}.`)}`,
    ),
    ...facts.switchedSessions.map(
      (session) =>
        `$(arrow-swap) ${plain(`${session.label} runs in mode ${session.mode}: it was switched from outside this window. Its configuration says ${session.configuredMode}.`)}`,
    ),
    ...facts.warnings.map((warning) => `$(warning) ${plain(warning)}`),
    links.map(([title, command]) => `[${title}](command:${command})`).join(" | "),
  ].join("\n\n");
}

const liftLink: readonly [string, CommandId] = ["Lift the kill switch", "secretRouter.resume"];
const connectLink: readonly [string, CommandId] = ["Connect to Vault", "secretRouter.connectVault"];
const tryAgainLink: readonly [string, CommandId] = ["Try the vault again", "secretRouter.tryVaultAgain"];

function modeSentence({ mode, canaryPercent }: StatusBarFacts): string {
  switch (mode) {
    case "off":
      return "Programs get their plain environment.";
    case "shadow":
      return "Programs get their environment; the vault is read beside it and compared.";
    case "dual":
      return `${canaryPercent} % is served from the vault, the rest from the environment.`;
    case "vault":
      return "Programs are served from the vault; the environment is the fallback.";
    default:
      return mode satisfies never;
  }
}

/** Names in a repository's files reach this text: they must not become links or images, as bare addresses do, too. */
function plain(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>()#+!|$~@]|:(?=\/\/)|(?<=www)\./gi, (character) => `\\${character}`)
    .replaceAll("\n", "  \n");
}
