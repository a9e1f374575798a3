import { handleVariable } from "../../contract/variables";
import type { Settings } from "../settings";

export interface TerminalFacts {
  /** The user has opted in for the workspace. */
  readonly isRouting: boolean;
  readonly setting: Settings["secretRouter.routeTerminals"];
  readonly choice: "on" | "off" | undefined;
  /** This editor's terminals can be routed at all. */
  readonly isSupported: boolean;
}

/** `tell` leaves them, too, and says why: nobody is asked for what cannot be done. */
export type TerminalPlan = "route" | "ask" | "leave" | "tell";

/** What is to be done with the terminals of a workspace. The setting's `off` holds everywhere, whatever was said here. */
export function terminalPlan({ isRouting, setting, choice, isSupported }: TerminalFacts): TerminalPlan {
  if (!isRouting || setting === "off" || choice === "off") return "leave";
  if (!isSupported) return "tell";
  return setting === "on" || choice === "on" ? "route" : "ask";
}

export interface Contribution {
  /** Goes before the value that a terminal has of its own, which stays. */
  readonly prepended: Readonly<Record<string, string>>;
  /** For every terminal. */
  readonly replaced: Readonly<Record<string, string>>;
  /** For the terminals of one folder, by its path. */
  readonly replacedIn: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/**
 * What terminals are given: two values that never change, or the editor would ask for a relaunch. The blanks keep our
 * option apart from what others put before and after it, which the editor joins without any.
 * @param option our part of `NODE_OPTIONS`.
 * @param handles by the folders' paths.
 */
export function contributionOf(option: string, handles: ReadonlyMap<string, string>): Contribution {
  const prepended = { NODE_OPTIONS: ` ${option} ` };
  const [only, ...others] = handles.values();
  // A scope follows its folder by its place in the list, so the common case does without.
  if (only !== undefined && others.length === 0)
    return { prepended, replaced: { [handleVariable]: only }, replacedIn: new Map() };
  const replacedIn = new Map([...handles].map(([path, handle]) => [path, { [handleVariable]: handle }]));
  return { prepended, replaced: {}, replacedIn };
}

/** The editor expands placeholders in what terminals are given: a path that looks like one cannot be carried. */
export function isCarried(text: string): boolean {
  return !text.includes("${");
}
