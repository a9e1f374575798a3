import type { Comparison } from "../../contract/events";
import type { Configuration } from "../../core/configuration";
import { referenceOf } from "../../core/launchScope";
import type { Outcome, Providers } from "../../core/provider";
import { printReference } from "../../core/reference";
import { compareValues, type VaultSide } from "../../core/resolution";
import { RouterError } from "../../core/routerError";
import { resolveAcross } from "./resolveAcross";

export interface Resolution {
  readonly name: string;
  readonly reference: string;
  readonly source: ResolvedSource;
  readonly version: string | undefined;
  readonly comparison: Comparison;
  /** Why the vault has no value, when it has none. */
  readonly error: RouterError | undefined;
}

/** `canary` is a share from the vault, the rest from the environment. */
export type ResolvedSource = "vault" | "env" | "canary" | "none";

export interface ResolveFacts {
  readonly names: readonly string[];
  readonly configuration: Configuration;
  readonly project: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly killed: boolean;
  readonly provider: Providers;
  readonly signal: AbortSignal;
}

/** For each name, what a program started now would be served, and whether vault and environment agree. */
export async function resolveNames(facts: ResolveFacts): Promise<readonly Resolution[]> {
  const { names, configuration, project, environment } = facts;
  const references = new Map(names.map((name) => [name, referenceOf(name, configuration, project)]));
  const outcomes = await resolveAcross([...references.values()], facts.provider, facts.signal);
  return [...references].map(([name, reference]) => {
    const printed = printReference(reference);
    const outcome = outcomes.get(printed) ?? unanswered(printed);
    const value = environment[name];
    return {
      name,
      reference: printed,
      source: sourceOf(facts, outcome, value !== undefined),
      version: outcome.status === "found" ? outcome.version : undefined,
      comparison: compareValues(sideOf(outcome), value),
      error: outcome.status === "error" ? outcome.error : undefined,
    };
  });
}

function sourceOf(
  { configuration, killed }: ResolveFacts,
  outcome: Outcome,
  isInEnvironment: boolean,
): ResolvedSource {
  const { mode, canaryPercent, onMissing, onError } = configuration;
  const environment = isInEnvironment ? "env" : "none";
  if (killed || mode === "off" || mode === "shadow") return environment;
  if (mode === "dual" && canaryPercent === 0) return environment;
  if (outcome.status === "found") return mode === "dual" && canaryPercent < 100 ? "canary" : "vault";
  const policy = outcome.status === "missing" ? onMissing : onError;
  return policy === "env" ? environment : "none";
}

function sideOf(outcome: Outcome): VaultSide {
  return outcome.status === "found"
    ? { status: "found", text: outcome.value.reveal() }
    : { status: outcome.status };
}

function unanswered(reference: string): Outcome {
  return {
    status: "error",
    error: new RouterError("INTERNAL", `Nothing was answered for ${reference}.`, "Please report it."),
  };
}
