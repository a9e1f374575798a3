import { nameRulesOfJson } from "./nameRulesOfJson";
import type { NameRules } from "./secretNames";

/**
 * Beside the lease of a session whose handle may never change, as a terminal's: what a program needs before its first
 * read and what changes with the configuration. It holds names only.
 */
export interface RulesFile {
  readonly rules: NameRules;
  /** Whether programs that an AI agent starts are routed too. */
  readonly routesAgents: boolean;
}

export const rulesFileName = "rules";
/** A larger file is refused unread. */
export const maxRulesBytes = 64 * 1024;

const version = 1;

export function printRulesFile({ rules, routesAgents }: RulesFile): string {
  return JSON.stringify({ v: version, rules, routesAgents });
}

/** Gives undefined for a file of another version or shape. */
export function parseRulesFile(text: string): RulesFile | undefined {
  try {
    const value = JSON.parse(text) as { v?: unknown; rules?: unknown; routesAgents?: unknown } | null;
    if (value === null || value.v !== version || typeof value.routesAgents !== "boolean") return undefined;
    const rules = nameRulesOfJson(value.rules);
    return rules === undefined ? undefined : { rules, routesAgents: value.routesAgents };
  } catch {
    return undefined;
  }
}
