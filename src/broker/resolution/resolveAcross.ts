import type { Outcome, Providers } from "../../core/provider";
import { type ProviderId, printReference, type Reference } from "../../core/reference";
import { RouterError } from "../../core/routerError";

/** Resolves references of several providers, each asked once; keyed as `Provider.resolve` keys them. */
export async function resolveAcross(
  references: readonly Reference[],
  provider: Providers,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Outcome>> {
  const groups = new Map<ProviderId, Reference[]>();
  for (const reference of references) {
    const group = groups.get(reference.provider) ?? [];
    groups.set(reference.provider, [...group, reference]);
  }
  const answers = await Promise.all([...groups].map(([id, group]) => readFrom(id, group, provider, signal)));
  return new Map(answers.flatMap((answer) => [...answer]));
}

/** A provider that cannot even be opened fails its own references and nobody else's. */
async function readFrom(
  id: ProviderId,
  group: readonly Reference[],
  provider: Providers,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Outcome>> {
  try {
    return await (await provider(id)).resolve(group, signal);
  } catch (error) {
    if (!RouterError.is(error)) throw error;
    return new Map(group.map((reference) => [printReference(reference), { status: "error", error }]));
  }
}
