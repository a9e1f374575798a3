import type { RouterError } from "../../core/routerError";
import type { DemoFacts } from "./demoFacts";
import { demoSecrets } from "./demoSecrets";
import type { DemoPromise } from "./promises";

/** What `demo --json` prints. */
export function demoDocument(
  facts: DemoFacts,
  promises: readonly DemoPromise[],
  error: RouterError | undefined,
): object {
  const { stretches, status } = facts;
  return {
    ok: error === undefined,
    ...(error && { error: error.toJSON() }),
    place: facts.place,
    seconds: facts.seconds,
    promises,
    modes: stretches.map(({ mode, canary, killed, tally }) => ({
      mode,
      canary,
      killed,
      ...tally.figures(),
      secrets: demoSecrets.map(({ name }) => ({
        name,
        comparison: facts.comparisons.get(name) ?? null,
        ...tally.figures(name),
      })),
    })),
    noticed: {
      modes: facts.modeNotices,
      rotation: facts.rotation ?? null,
      kill: facts.kill ?? null,
      resume: facts.resume ?? null,
    },
    cache: status?.cache ?? null,
    errors: status?.errors ?? null,
    filesSearched: facts.leaks?.files ?? null,
    auditLines: facts.audit?.lines ?? null,
  };
}
