import type { Comparison } from "../contract/events";
import type { Configuration } from "../core/configuration";
import { referenceOf } from "../core/launchScope";
import type { Outcome, Provider } from "../core/provider";
import { type ProviderId, printReference, type Reference } from "../core/reference";
import { compareValues, type VaultSide } from "../core/resolution";
import { RouterError } from "../core/routerError";

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
  readonly provider: (id: ProviderId) => Promise<Provider>;
  readonly signal: AbortSignal;
}

/** For each name, what a program started now would be served, and whether vault and environment agree. */
export async function resolveNames(facts: ResolveFacts): Promise<readonly Resolution[]> {
  const { names, configuration, project, environment } = facts;
  const references = new Map(names.map((name) => [name, referenceOf(name, configuration, project)]));
  const outcomes = await readAll([...references.values()], facts);
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

async function readAll(references: readonly Reference[], facts: ResolveFacts) {
  const byProvider = new Map<ProviderId, Reference[]>();
  for (const reference of references) {
    const group = byProvider.get(reference.provider) ?? [];
    byProvider.set(reference.provider, [...group, reference]);
  }
  const answers = await Promise.all([...byProvider].map(([id, group]) => readFrom(id, group, facts)));
  return new Map(answers.flatMap((answer) => [...answer]));
}

/** A provider that cannot even be opened fails its own references and nobody else's. */
async function readFrom(id: ProviderId, group: readonly Reference[], { provider, signal }: ResolveFacts) {
  try {
    return await (await provider(id)).resolve(group, signal);
  } catch (error) {
    if (!RouterError.is(error)) throw error;
    return new Map<string, Outcome>(
      group.map((reference) => [printReference(reference), { status: "error", error }]),
    );
  }
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
