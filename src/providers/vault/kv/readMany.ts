import type { Outcome } from "../../../core/provider";
import { printReference, type Reference } from "../../../core/reference";
import { RouterError } from "../../../core/routerError";
import { splitPath } from "../vaultPath";
import type { VaultSession } from "../vaultSession";
import type { MountTable } from "./mountTable";
import { outcomeOf } from "./outcomeOf";
import { readSecret } from "./readSecret";

const maxConcurrent = 8;

/** Reads each path once, however many references point into it. */
export async function readMany(
  session: VaultSession,
  mounts: MountTable,
  references: readonly Reference[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Outcome>> {
  // Filled beforehand, so that the order is the caller's and not that of the answers.
  const outcomes = new Map<string, Outcome>(references.map((one) => [printReference(one), unanswered]));
  const paths = [...groupByPath(references)];
  const worker = async () => {
    for (let next = paths.shift(); next !== undefined; next = paths.shift()) {
      const [path, wanted] = next;
      await readPath(path, wanted);
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxConcurrent, paths.length) }, worker));
  return outcomes;

  async function readPath(path: string, wanted: readonly Reference[]): Promise<void> {
    try {
      const secret = await readSecret(session, mounts, splitPath(path), signal);
      for (const reference of wanted) outcomes.set(printReference(reference), picked(secret, reference));
    } catch (error) {
      const failure = failed(error);
      for (const reference of wanted) outcomes.set(printReference(reference), failure);
    }
  }
}

const unanswered = failed(undefined);

function picked(...[secret, reference]: Parameters<typeof outcomeOf>): Outcome {
  try {
    return outcomeOf(secret, reference);
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Outcome {
  if (RouterError.is(error)) return { status: "error", error };
  // The original may hold what the server said, and that may be a value.
  return {
    status: "error",
    error: new RouterError("INTERNAL", "Reading from Vault failed unexpectedly.", "Report this as a defect."),
  };
}

function groupByPath(references: readonly Reference[]): ReadonlyMap<string, Reference[]> {
  const groups = new Map<string, Reference[]>();
  for (const reference of references) {
    const group = groups.get(reference.path);
    if (group === undefined) groups.set(reference.path, [reference]);
    else group.push(reference);
  }
  return groups;
}
