import type { Mode } from "../contract/mode";
import type { SessionTerms } from "./broker";
import type { Control } from "./control";
import type { Kill } from "./sessionStatus";

/** What is in force. */
export interface Rules {
  readonly mode: Mode;
  readonly canary: number;
  /** The user's kill switch. */
  readonly userKill: Kill | null;
  /** This session's own, thrown by too many errors or where the control file could not be written. */
  readonly ownKill: Kill | null;
}

/** What the user's control file makes of the rules in force. */
export function controlledRules(before: Rules, control: Control, modeChanged: boolean): Rules {
  const { killed, resumedAt, mode } = control;
  const { ownKill } = before;
  return {
    mode: modeChanged && mode !== null ? mode.mode : before.mode,
    canary: (modeChanged ? mode?.canary : undefined) ?? before.canary,
    userKill: killed === null ? null : { ...killed, by: "user" },
    ownKill: ownKill !== null && ownKill.at <= resumedAt ? null : ownKill,
  };
}

/** Whether the user's switch of the mode concerns the sessions that run by these terms. */
export function isMeantFor(terms: Origin, { mode }: Control): boolean {
  if (mode === null) return false;
  const { configuration, environment } = mode;
  if (configuration === undefined) return true;
  if (configuration !== terms.configurationPath) return false;
  return environment === undefined || environment === (terms.environment ?? null);
}

type Origin = Pick<SessionTerms, "configurationPath" | "environment">;

export function killOf(rules: Rules): Kill | null {
  return rules.userKill ?? rules.ownKill;
}

/** Whether anything is to be read from a provider. */
export function isActive(rules: Rules): boolean {
  return rules.mode !== "off" && killOf(rules) === null;
}
